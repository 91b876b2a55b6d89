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
    private readonly Lock _opening = new();
    private Archive? _archive;
    private int _tidiedOn;

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
        if (Caller.Account is not { } account)
        {
            return new(isSignedIn && !pulls.IsGrantLost, PersonalCover.Advice, null, null);
        }

        return new(isSignedIn && !pulls.IsGrantLost, PersonalCover.Advice, await LastPulledAsync(account, cancellationToken), isSignedIn ? pulls.ProblemOf(account) : null);
    }

    public Task<Coverage> CoverAsync(CoverOrder order, CancellationToken cancellationToken)
    {
        var account = Caller.Account ?? throw new InvalidOperationException("Nobody's records are asked for.");
        return new Coverer(new PersonalCover(folder, pulls, Archive, Time), Archive, Time).CoverAsync(account, order, cancellationToken);
    }

    public async Task NoteAsync(ReadNote note, CancellationToken cancellationToken)
    {
        if (Caller.Account is not { } account)
        {
            return;
        }

        await Archive.NoteReadAsync(account, client(), note.What, note.From, note.To, note.Count, cancellationToken);
        var today = DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime).DayNumber;
        if (Interlocked.Exchange(ref _tidiedOn, today) != today)
        {
            await Archive.ForgetNotesAsync(Time.GetUtcNow() - ToolRead.Kept, cancellationToken);
        }
    }

    public void Dispose() => _archive?.Dispose();

    /// <summary>Who is signed in; else the only one whose records are here.</summary>
    private AccountId? FindAccount()
    {
        if (WithingsUserFile.Peek(folder).UserId is { Length: > 0 } signedIn)
        {
            return new(signedIn);
        }

        return File.Exists(folder.ArchiveFile) && Archive.Accounts() is [var only] ? only : null;
    }

    private async Task<DateTimeOffset?> LastPulledAsync(AccountId account, CancellationToken cancellationToken)
    {
        DateTimeOffset? last = null;
        foreach (var feed in Enum.GetValues<Feed>())
        {
            var at = await Archive.FindStateAsync(account, feed, cancellationToken) is { NotGranted: false } state ? state.LastPulledAt : null;
            last = at > (last ?? DateTimeOffset.MinValue) ? at : last;
        }

        return last;
    }
}
