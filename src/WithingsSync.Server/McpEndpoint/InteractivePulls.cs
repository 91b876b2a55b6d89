using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WithingsSync.Mcp.Covering;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.Pulls;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>Pulls that somebody waits for, in the lane for that, until the server ends.</summary>
internal sealed partial class InteractivePulls : IAsyncDisposable
{
    /// <summary>Nights, days and signals are read one by one: more of them than this leave the lane in which people wait for one answer.</summary>
    private static readonly TimeSpan LongestInteractive = TimeSpan.FromDays(10);

    private readonly PullDesk _desk;
    private readonly ILogger<InteractivePulls> _logger;
    private readonly FeedPulls _pulls;

    public InteractivePulls(PullDesk desk, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<InteractivePulls> logger)
    {
        (_desk, _logger) = (desk, logger);
        _pulls = new(RunAsync, time, lifetime.ApplicationStopping);
    }

    /// <summary>The server ends.</summary>
    public CancellationToken Stopping => _pulls.Stopping;

    /// <inheritdoc cref="FeedPulls.Begin"/>
    public FeedPull Begin(AccountId account, Feed feed, PullScope scope) => _pulls.Begin(account, feed, scope);

    public ValueTask DisposeAsync() => _pulls.DisposeAsync();

    private static Lane LaneOf(PullScope scope, Feed feed) =>
        OneByOne.Is(feed) && !(scope is PullScope.Changes { From: { } from, To: { } to } && to - from <= LongestInteractive) ? Lane.Notification : Lane.Interactive;

    private async Task<PullOutcome> RunAsync(FeedPull pull, CancellationToken cancellationToken)
    {
        try
        {
            var report = await _desk.PullAsync(pull.Account, [(pull.Feed, pull.Scope)], LaneOf(pull.Scope, pull.Feed), pull, cancellationToken);
            return report.IsConnected ? PullOutcome.Done : PullOutcome.Lost;
        }
        catch (PullException failure)
        {
            return PullOutcome.Failed(failure);
        }
        catch (Exception stopped) when (cancellationToken.IsCancellationRequested)
        {
            Log.Stopped(_logger, pull.Account, pull.Feed, stopped.GetType().Name);
            return PullOutcome.Failed(new(PullFailure.Transient, "The server is being stopped."));
        }
        catch (Exception failure)
        {
            // The edge of the background: whoever waits is told, and a later request tries again.
            Log.Failed(_logger, pull.Account, pull.Feed, failure);
            return PullOutcome.Failed(new(PullFailure.Transient, "The server's store does not answer."));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "The pull of {Feed} for an answer to {Account} was stopped ({Reason}).")]
        public static partial void Stopped(ILogger logger, AccountId account, Feed feed, string reason);

        [LoggerMessage(LogLevel.Error, "The pull of {Feed} for an answer to {Account} failed.")]
        public static partial void Failed(ILogger logger, AccountId account, Feed feed, Exception failure);
    }
}
