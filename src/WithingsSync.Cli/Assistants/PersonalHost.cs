using WithingsSync.Cli.Sessions;
using WithingsSync.Mcp;
using WithingsSync.Mcp.Covering;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;
using WithingsSync.Storage;
using WithingsSync.Storage.Reads;

namespace WithingsSync.Cli.Assistants;

/// <summary>What the tools stand on beside a person's own archive. Who is signed in is looked up at each call: they may sign in while the assistant runs.</summary>
internal sealed class PersonalHost(ConfigFolder folder, PersonalPulls pulls, Surroundings surroundings, Func<string> client) : IToolHost, IDisposable
{
    private const string Advice = "Run `withings-sync login` on a terminal to connect your Withings account, then ask again.";

    /// <summary>What was read this long ago is as good as new: a scale's reading takes minutes to reach Withings anyway.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(15);

    /// <summary>The longest an answer waits; shorter than the patience of the clients there are (60 s).</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly Lock _opening = new();
    private Archive? _archive;
    private bool _hasForgotten;

    public Caller Caller => new(FindAccount(), Privacy.Full, client());

    public IRecordStore Records => Archive;

    public TimeProvider Time => surroundings.Time;

    public TimeZoneInfo DefaultZone => surroundings.Time.LocalTimeZone;

    private Archive Archive
    {
        get
        {
            lock (_opening)
            {
                return _archive ??= Archive.Open(folder.ArchiveFile, surroundings.Time);
            }
        }
    }

    public async Task<ConnectionState> ConnectionAsync(CancellationToken cancellationToken)
    {
        var isSignedIn = WithingsUserFile.Peek(folder).UserId is not null;
        var last = Caller.Account is { } account ? await LastPulledAsync(account, Enum.GetValues<Feed>(), cancellationToken) : null;
        return new(isSignedIn && !pulls.IsGrantLost, Advice, last, isSignedIn ? pulls.Problem : null);
    }

    public async Task<Coverage> CoverAsync(CoverOrder order, CancellationToken cancellationToken)
    {
        var account = Caller.Account ?? throw new InvalidOperationException("Nobody's records are asked for.");
        var end = await PullDueAsync(account, order, cancellationToken);
        return new(end.Missing.Count == 0, end.HasPulled, await FetchedAtAsync(account, order.Feeds, cancellationToken))
        {
            Missing = end.Missing,
            NotGranted = await NotGrantedAsync(account, order.Feeds, cancellationToken),
            RetryAfter = end.RetryAfter,
            IsThrottled = end.IsThrottled,
        };
    }

    public async Task NoteAsync(ReadNote note, CancellationToken cancellationToken)
    {
        if (Caller.Account is not { } account)
        {
            return;
        }

        // No job runs here that would do it: the first answer of each process does.
        if (!Interlocked.Exchange(ref _hasForgotten, true))
        {
            await Archive.ForgetNotesAsync(Time.GetUtcNow() - ToolRead.Kept, cancellationToken);
        }

        await Archive.NoteReadAsync(account, client(), note.What, note.From, note.To, note.Count, cancellationToken);
    }

    public void Dispose() => _archive?.Dispose();

    /// <summary>What is read one by one follows from lists, so the lists come first, and then it is planned again.</summary>
    private async Task<PullEnd> PullDueAsync(AccountId account, CoverOrder order, CancellationToken cancellationToken)
    {
        var plan = new CoverPlan(Archive, account, FreshFor, readSince: null);
        var began = Time.GetTimestamp();
        var end = PullEnd.Nothing;
        var left = order.Feeds;
        while (end.Missing.Count == 0 && await plan.DueAsync(order with { Feeds = left }, Time.GetUtcNow(), cancellationToken) is { Count: > 0 } due)
        {
            if (WithingsUserFile.Peek(folder).UserId is null)
            {
                return new(end.HasPulled, [$"Nobody is signed in at Withings, so this is what the archive holds. {Advice}"]);
            }

            var lists = due.Where(one => one.Feed is not (Feed.Sleep or Feed.Intraday or Feed.Signals)).ToList();
            var next = lists.Count > 0 ? lists : due;
            var wait = LongestWait - Time.GetElapsedTime(began) is { Ticks: > 0 } rest ? rest : TimeSpan.Zero;
            var pulled = await pulls.PullAsync(next, wait, order.Progress, cancellationToken);
            end = pulled with { HasPulled = pulled.HasPulled || end.HasPulled };
            left = [.. left.Except(next.Select(one => one.Feed))];
        }

        return end;
    }

    /// <summary>Who is signed in; else the only one whose records are here.</summary>
    private AccountId? FindAccount()
    {
        if (WithingsUserFile.Peek(folder).UserId is { Length: > 0 } signedIn)
        {
            return new(signedIn);
        }

        return File.Exists(folder.ArchiveFile) && Archive.Accounts() is [var only] ? only : null;
    }

    private async Task<DateTimeOffset?> LastPulledAsync(AccountId account, IEnumerable<Feed> feeds, CancellationToken cancellationToken)
    {
        DateTimeOffset? last = null;
        foreach (var feed in feeds)
        {
            var at = (await Archive.FindStateAsync(account, feed, cancellationToken)).LastPulledAt;
            last = at > (last ?? DateTimeOffset.MinValue) ? at : last;
        }

        return last;
    }

    /// <summary>When the feed that lags most was read.</summary>
    private async Task<DateTimeOffset?> FetchedAtAsync(AccountId account, IReadOnlyList<Feed> feeds, CancellationToken cancellationToken)
    {
        DateTimeOffset? oldest = DateTimeOffset.MaxValue;
        foreach (var feed in feeds)
        {
            var at = (await Archive.FindStateAsync(account, feed, cancellationToken)).LastPulledAt;
            oldest = at is null || oldest is null ? null : at < oldest ? at : oldest;
        }

        return oldest;
    }

    private async Task<IReadOnlyList<Feed>> NotGrantedAsync(AccountId account, IReadOnlyList<Feed> feeds, CancellationToken cancellationToken)
    {
        var refused = new List<Feed>();
        foreach (var feed in feeds)
        {
            if ((await Archive.FindStateAsync(account, feed, cancellationToken)).NotGranted)
            {
                refused.Add(feed);
            }
        }

        return refused;
    }
}
