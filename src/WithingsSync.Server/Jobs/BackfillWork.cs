using System.Globalization;
using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.Pulls;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Jobs;

/// <summary>
/// Reads the past of somebody new: the last thirty days of everything, then the rest. In steps of one feed, or one week of nights or days, each noted when it is
/// stored: killed at any point, it goes on from there, in any process.
/// </summary>
public sealed partial class BackfillWork(PullDesk desk, BackfillStore backfills, ServerDatabase database, Persistence persistence, TimeProvider time, ILogger<BackfillWork> logger)
{
    private const int AtOnce = 4;

    /// <summary>For so long one person's backfill goes on before the next one's turn.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Step = TimeSpan.FromDays(7);

    /// <summary>One that was given up is taken up once a day: an outage ends.</summary>
    private static readonly TimeSpan AgainAfter = TimeSpan.FromDays(1);

    private static readonly Feed[] Order =
        [Feed.Measures, Feed.Activity, Feed.Nights, Feed.Workouts, Feed.Heart, Feed.Devices, Feed.Goals, Feed.Stetho, Feed.Sleep, Feed.Intraday, Feed.Signals];

    /// <summary>Read whole in the first stage already: lists without a date to ask for, or so short that two requests would only be one more.</summary>
    private static readonly Feed[] WholeAtOnce = [Feed.Heart, Feed.Devices, Feed.Goals, Feed.Stetho, Feed.Signals];

    /// <summary>How many feeds a stage has.</summary>
    public static int FeedsInAll => Order.Length;

    /// <summary>One slice for everybody whose backfill is open.</summary>
    /// <returns>Whether somebody's can go on at once.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var account in await backfills.ListWithoutAsync(cancellationToken))
        {
            await backfills.BeginAsync(account, time.GetUtcNow(), cancellationToken);
        }

        var left = 0;
        await Crowd.EachAsync(await backfills.ListOpenAsync(time.GetUtcNow() - AgainAfter, cancellationToken), AtOnce, async (backfill, token) =>
        {
            if (await GoOnAsync(backfill, token))
            {
                Interlocked.Increment(ref left);
            }
        }, cancellationToken);
        return left > 0;
    }

    private async Task<bool> GoOnAsync(Backfill backfill, CancellationToken cancellationToken)
    {
        var end = await persistence.TryAsync(
            JobNames.Backfill, backfill.Account.Value, backfill.Account.Value, () => [], async () => backfill = await SliceAsync(backfill, cancellationToken), cancellationToken);
        if (end == WorkEnd.GivenUp && await backfills.FindAsync(backfill.Account, cancellationToken) is { } stopped && stopped.StartedAt == backfill.StartedAt)
        {
            await backfills.SaveAsync(stopped with { Failure = "The backfill was given up for today; see the dead letters.", StoppedAt = time.GetUtcNow() }, cancellationToken);
        }

        return end == WorkEnd.Done && backfill is { Stage: not Backfill.Done, Failure: null };
    }

    private async Task<Backfill> SliceAsync(Backfill backfill, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + Slice;
        backfill = backfill with { Failure = null, StoppedAt = null };
        while (backfill.Stage != Backfill.Done && time.GetUtcNow() < until)
        {
            var feed = Next(backfill);
            PullReport report;
            try
            {
                report = await desk.PullAsync(backfill.Account, [(feed, ScopeOf(backfill, feed))], Lane.Backfill, cancellationToken);
            }
            catch (PullException failure) when (failure.Failure is PullFailure.Rejected or PullFailure.Transient && !IsMarked(backfill, feed))
            {
                // It holds up no other: its turn comes again when the others are through, and then its failure counts.
                backfill = backfill with { FeedsDone = [.. backfill.FeedsDone, FailedMark(feed)] };
                await backfills.SaveAsync(backfill, cancellationToken);
                continue;
            }
            catch (PullException failure) when (failure.Failure == PullFailure.Rejected)
            {
                // Repeating helps nobody: what could be read was, and the rest of the past is not held up for it.
                Log.Passed(logger, feed, backfill.Account, failure.Message);
                report = new([], 0, IsConnected: true);
            }

            if (!report.IsConnected)
            {
                // A new consent begins it anew.
                backfill = backfill with { Failure = "The connection to Withings is lost.", StoppedAt = time.GetUtcNow() };
                await backfills.SaveAsync(backfill, cancellationToken);
                return backfill;
            }

            backfill = await NextAsync(backfill, feed, report.Requests, cancellationToken);
            await backfills.SaveAsync(backfill, cancellationToken);
        }

        return backfill;
    }

    /// <summary>The first feed of the stage that is not through; one that failed comes after all others.</summary>
    private static Feed Next(Backfill backfill)
    {
        var open = Order.Where(one => !backfill.FeedsDone.Contains(one.ToString(), StringComparer.Ordinal)).ToList();
        return open.FindIndex(one => !IsMarked(backfill, one) && !SourcesOf(one).Any(open.Contains)) is >= 0 and var fresh ? open[fresh] : open[0];
    }

    /// <summary>What is read one by one follows from lists that must have been read.</summary>
    private static Feed[] SourcesOf(Feed feed) => feed switch
    {
        Feed.Sleep => [Feed.Nights],
        Feed.Intraday => [Feed.Activity],
        Feed.Signals => [Feed.Heart, Feed.Stetho],
        _ => [],
    };

    private static bool IsMarked(Backfill backfill, Feed feed) => backfill.FeedsDone.Contains(FailedMark(feed), StringComparer.Ordinal);

    private static string FailedMark(Feed feed) => $"!{feed}";

    private static PullScope ScopeOf(Backfill backfill, Feed feed)
    {
        if (feed is Feed.Sleep or Feed.Intraday)
        {
            var to = CursorOf(backfill, feed);
            return new PullScope.Changes(to - Step, to) { FinishedDaysOnly = true };
        }

        return backfill.Stage == Backfill.Recent && !WholeAtOnce.Contains(feed)
            ? new PullScope.Window(backfill.StartedAt - PullPlan.LookBack, backfill.StartedAt.AddHours(1))
            : new PullScope.Changes();
    }

    private async Task<Backfill> NextAsync(Backfill backfill, Feed feed, int requests, CancellationToken cancellationToken)
    {
        var done = backfill.FeedsDone.Where(one => one != FailedMark(feed) && !one.StartsWith($"{feed}@", StringComparison.Ordinal)).ToList();
        var cursor = CursorOf(backfill, feed) - Step;
        if (feed is Feed.Sleep or Feed.Intraday && cursor > await LimitAsync(backfill, feed, cancellationToken))
        {
            done.Add(string.Create(CultureInfo.InvariantCulture, $"{feed}@{cursor:yyyy-MM-dd}"));
        }
        else
        {
            done.Add(feed.ToString());
        }

        backfill = backfill with { FeedsDone = done, Requests = backfill.Requests + requests };
        return Order.All(one => done.Contains(one.ToString(), StringComparer.Ordinal))
            ? backfill.Stage == Backfill.Recent ? backfill with { Stage = Backfill.Whole, FeedsDone = [.. WholeAtOnce.Select(one => one.ToString())] } : backfill with { Stage = Backfill.Done, FinishedAt = time.GetUtcNow() }
            : backfill;
    }

    /// <summary>How far back nights and days are read: to the first one there is.</summary>
    private async Task<DateTimeOffset> LimitAsync(Backfill backfill, Feed feed, CancellationToken cancellationToken)
    {
        if (backfill.Stage == Backfill.Recent)
        {
            return backfill.StartedAt - PullPlan.LookBack;
        }

        var source = feed == Feed.Sleep ? Feed.Nights : Feed.Activity;
        var first = (await database.Records.SummariseAsync(backfill.Account, cancellationToken)).FirstOrDefault(summary => summary.Feed == source)?.First;
        return first?.AddDays(-1) ?? backfill.StartedAt;
    }

    /// <summary>Up to where the next step reads; at first a little beyond the beginning, for days that began ahead of UTC.</summary>
    private static DateTimeOffset CursorOf(Backfill backfill, Feed feed)
    {
        var text = backfill.FeedsDone.FirstOrDefault(one => one.StartsWith($"{feed}@", StringComparison.Ordinal));
        return text is null
            ? backfill.StartedAt.AddDays(2)
            : DateTimeOffset.ParseExact(text[(feed.ToString().Length + 1)..], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A part of {Feed} of {Account} cannot be read and is passed over in the backfill: {Reason}")]
        public static partial void Passed(ILogger logger, Feed feed, AccountId account, string reason);
    }
}
