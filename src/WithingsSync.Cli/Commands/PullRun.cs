using Microsoft.Extensions.Logging;
using WithingsSync.Cli.Compatibility;
using WithingsSync.Cli.Login;
using WithingsSync.Cli.Output;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Cli.Commands;

/// <summary>One run of <c>pull</c>: feed after feed, with progress; what one feed cannot give holds back no other.</summary>
internal sealed partial class PullRun(PullRequest request, Session session, Surroundings surroundings, RunLog log)
{
    /// <summary>Each feed waits its half minute for Withings to recover; when the first two got nothing, there is no network, or no Withings.</summary>
    private const int HopelessAfter = 2;

    private readonly ILogger _log = log.CreateLogger("withings");
    private readonly List<PullResult> _results = [];

    /// <summary>What each feed gave, so far.</summary>
    public IReadOnlyList<PullResult> Results => _results;

    public async Task<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        var days = Days.Of(request.From, request.To, surroundings.Time);
        var account = await SignIn.AccountAsync(session, surroundings, log, cancellationToken);
        var puller = session.Puller(account, surroundings.Time);
        var failures = 0;
        using (var progress = new PullProgressLine(surroundings))
        {
            foreach (var feed in KindNames.Feeds(request.Kinds))
            {
                try
                {
                    foreach (var scope in await ScopesAsync(account, feed, days, cancellationToken))
                    {
                        _results.Add(await puller.PullAsync(feed, scope, progress, cancellationToken));
                    }
                }
                catch (PullException refusal) when (refusal.Failure is PullFailure.Transient or PullFailure.Rejected)
                {
                    failures++;
                    progress.Clear();
                    Log.FeedFailed(_log, KindNames.Of(feed), refusal.Message);
                    if (failures == HopelessAfter && BroughtNothing && refusal.Failure == PullFailure.Transient)
                    {
                        Log.GivenUp(_log);
                        break;
                    }
                }
            }
        }

        var missing = _results.Where(result => result.NotGranted).Select(result => KindNames.Of(result.Feed)).Distinct().ToList();
        if (missing.Count > 0)
        {
            Log.NotGranted(_log, string.Join(", ", missing));
        }

        if (failures > 0 && BroughtNothing)
        {
            return ExitCode.Unexpected;
        }

        return failures > 0 || (missing.Count > 0 && request.KindsNamed) ? ExitCode.Partly : ExitCode.Done;
    }

    /// <summary>No feed has ended well, but for those that follow from others and may do so without a single request.</summary>
    private bool BroughtNothing => _results.TrueForAll(result => result.IsNothingNew && result.Feed is Feed.Sleep or Feed.Intraday or Feed.Signals);

    private async Task<IReadOnlyList<PullScope>> ScopesAsync(AccountId account, Feed feed, Days days, CancellationToken cancellationToken)
    {
        var now = surroundings.Time.GetUtcNow();
        if (request.All)
        {
            return [new PullScope.Window(DateTimeOffset.UnixEpoch, now.AddDays(1))];
        }

        var zone = surroundings.Time.LocalTimeZone;
        if (days.From is { } first)
        {
            var window = LocalWindow.Of(first, days.To, zone);
            return [new PullScope.Window(window.From, window.To)];
        }

        return PullPlan.DueScopes(feed, await session.Archive.FindStateAsync(account, feed, cancellationToken), now);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The {Kind} could not be pulled: {Reason}")]
        public static partial void FeedFailed(ILogger logger, string kind, string reason);

        [LoggerMessage(LogLevel.Error, "Withings does not answer as it should, so nothing more was asked for. What was pulled before stays; try again later.")]
        public static partial void GivenUp(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "Not granted, so not pulled: {Kinds}. Run `withings-sync login` to consent to them.")]
        public static partial void NotGranted(ILogger logger, string kinds);
    }
}
