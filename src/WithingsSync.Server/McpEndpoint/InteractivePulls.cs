using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.Pulls;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>
/// Pulls that somebody waits for, one at a time of each person and feed. They are the process's: who stops waiting ends none, and who comes meanwhile waits for the same. They end
/// when the server does.
/// </summary>
internal sealed partial class InteractivePulls : IAsyncDisposable
{
    /// <summary>Nights and days are read one by one: more of them than this leave the lane in which people wait for one answer.</summary>
    private static readonly TimeSpan LongestInteractive = TimeSpan.FromDays(10);

    private readonly PullDesk _desk;
    private readonly ILogger<InteractivePulls> _logger;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _stopped;
    private readonly Lock _gate = new();
    private readonly Dictionary<(AccountId Account, Feed Feed), InteractivePull> _underway = [];

    public InteractivePulls(PullDesk desk, IHostApplicationLifetime lifetime, ILogger<InteractivePulls> logger)
    {
        (_desk, _logger) = (desk, logger);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        _stopped = _stop.Token;
    }

    /// <summary>The server ends.</summary>
    public CancellationToken Stopping => _stopped;

    /// <summary>The pull of a person's feed that is under way, of whatever scope; a new one when there is none.</summary>
    public InteractivePull Begin(AccountId account, Feed feed, PullScope scope)
    {
        lock (_gate)
        {
            if (!_underway.TryGetValue((account, feed), out var pull))
            {
                pull = new(feed, scope);
                _underway.Add((account, feed), pull);
                _ = Task.Run(() => RunAsync(account, pull), CancellationToken.None);
            }

            return pull;
        }
    }

    /// <summary>Ends what is under way, and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task<InteractivePull.Outcome>[] left;
        lock (_gate)
        {
            left = [.. _underway.Values.Select(pull => pull.End)];
        }

        await Task.WhenAll(left);
        _stop.Dispose();
    }

    private static Lane LaneOf(PullScope scope, Feed feed) =>
        feed == Feed.Signals || (feed is Feed.Sleep or Feed.Intraday && !(scope is PullScope.Changes { From: { } from, To: { } to } && to - from <= LongestInteractive)) ? Lane.Notification : Lane.Interactive;

    private async Task RunAsync(AccountId account, InteractivePull pull)
    {
        InteractivePull.Outcome outcome;
        try
        {
            var report = await _desk.PullAsync(account, [(pull.Feed, pull.Scope)], LaneOf(pull.Scope, pull.Feed), pull, _stopped);
            outcome = new(report.IsConnected, Failure: null);
        }
        catch (PullException failure)
        {
            outcome = new(IsConnected: true, failure);
        }
        catch (Exception stopped) when (_stopped.IsCancellationRequested)
        {
            Log.Stopped(_logger, account, pull.Feed, stopped.GetType().Name);
            outcome = new(IsConnected: true, new(PullFailure.Transient, "The server is being stopped."));
        }
        catch (Exception failure)
        {
            // The edge of the background: whoever waits is told, and the next request tries again.
            Log.Failed(_logger, account, pull.Feed, failure);
            outcome = new(IsConnected: true, new(PullFailure.Transient, "The server's store does not answer."));
        }

        lock (_gate)
        {
            _underway.Remove((account, pull.Feed));
        }

        pull.Finish(outcome);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "The pull of {Feed} for an answer to {Account} was stopped ({Reason}).")]
        public static partial void Stopped(ILogger logger, AccountId account, Feed feed, string reason);

        [LoggerMessage(LogLevel.Error, "The pull of {Feed} for an answer to {Account} failed.")]
        public static partial void Failed(ILogger logger, AccountId account, Feed feed, Exception failure);
    }
}
