using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Cli.Assistants;

/// <summary>
/// Pulls for answers, one after the other; who asks for what is being pulled waits for the same pull. A pull goes on when the wait for it is over, and after a failure
/// nothing is asked for a while: an assistant asks often, and each answer would wait in vain.
/// </summary>
/// <param name="token">The access token in the session file now; null when nobody is signed in. A failure is that of the token with which it came.</param>
internal sealed partial class PersonalPulls(Func<Session> open, Func<string?> token, TimeProvider time, ILoggerFactory log) : IAsyncDisposable
{
    /// <summary>A pull that goes on is worth asking after when so long has gone by.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    private readonly ILogger _log = log.CreateLogger("withings");
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _one = new(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<(Feed, PullScope), Task<PullException?>> _running = [];
    private volatile Pause? _pause;

    /// <summary>Withings no longer accepts the sign-in: so it stays until somebody signs in anew, or a pull succeeds after all.</summary>
    public bool IsGrantLost => Last is { Failure.Failure: PullFailure.SignInRequired };

    /// <summary>What went wrong last, while it is still believed; null when nothing did.</summary>
    public string? Problem => Last is { } last && (last.Until > time.GetUtcNow() || last.Failure.Failure == PullFailure.SignInRequired) ? last.Failure.Message : null;

    /// <summary>Another sign-in, or a token renewed by somebody else, may fare better than the one that failed.</summary>
    private Pause? Last => _pause is { } last && string.Equals(last.Token, token(), StringComparison.Ordinal) ? last : null;

    /// <summary>Pulls what is due, waiting no longer than <paramref name="wait"/>.</summary>
    public async Task<PullEnd> PullAsync(IReadOnlyList<(Feed Feed, PullScope Scope)> due, TimeSpan wait, IProgress<PullProgress>? progress, CancellationToken cancellationToken)
    {
        if (Last is { } pause && pause.Until > time.GetUtcNow())
        {
            return Failed(pause.Failure, hasPulled: false, pause.Until);
        }

        var pulls = due.Select(one => Join(one.Feed, one.Scope, progress)).ToList();
        try
        {
            var failures = await Task.WhenAll(pulls).WaitAsync(wait, time, cancellationToken);
            return failures.FirstOrDefault(failure => failure is not null) is { } failed ? Failed(failed, hasPulled: true, _pause?.Until) : new(HasPulled: true, []);
        }
        catch (TimeoutException)
        {
            return new(HasPulled: true, [$"Withings is still being read ({string.Join(", ", due.Select(one => one.Feed.ToString().ToLowerInvariant()))}); what has come so far is here. Ask again in a moment for the rest."])
            {
                RetryAfter = AskAgain,
            };
        }
    }

    /// <summary>Stops what runs; a renewal under way is waited for, so that no rotated token is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Task[] left;
        lock (_gate)
        {
            left = [.. _running.Values];
        }

        await Task.WhenAll(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
        _one.Dispose();
    }

    private Task<PullException?> Join(Feed feed, PullScope scope, IProgress<PullProgress>? progress)
    {
        lock (_gate)
        {
            if (_running.TryGetValue((feed, scope), out var running))
            {
                return running;
            }

            return _running[(feed, scope)] = Task.Run(() => RunAsync(feed, scope, progress), CancellationToken.None);
        }
    }

    private async Task<PullException?> RunAsync(Feed feed, PullScope scope, IProgress<PullProgress>? progress)
    {
        string? used = null;
        try
        {
            await _one.WaitAsync(_closing.Token);
            try
            {
                used = token();

                // Opened for each pull: the person may have signed in anew, or as somebody else.
                await using var session = open();
                var account = await session.AccountAsync(_closing.Token);
                await session.Puller(account, time).PullAsync(feed, scope, progress, _closing.Token);
                _pause = null;
                return null;
            }
            finally
            {
                _one.Release();
            }
        }
        catch (PullException failure)
        {
            Log.Failed(_log, feed, failure.Message);
            _pause = new(failure.RetryAt ?? time.GetUtcNow() + PauseAfterFailure, failure, used);
            return failure;
        }
        catch (UsageException wrong)
        {
            Log.Failed(_log, feed, wrong.Message);
            var failure = new PullException(PullFailure.Misconfigured, wrong.Message, wrong);
            _pause = new(time.GetUtcNow() + PauseAfterFailure, failure, used);
            return failure;
        }
        catch (Exception unexpected) when (unexpected is not OperationCanceledException)
        {
            // Whoever still waits is told too; the wait may be over.
            Log.Broke(_log, feed, unexpected.GetType().Name, unexpected.Message);
            throw;
        }
        finally
        {
            lock (_gate)
            {
                _running.Remove((feed, scope));
            }
        }
    }

    private PullEnd Failed(PullException failure, bool hasPulled, DateTimeOffset? until) =>
        new(hasPulled, [$"Withings could not be read, so this is what the archive holds: {failure.Message}"])
        {
            IsThrottled = failure.Failure == PullFailure.Throttled,
            RetryAfter = failure.Failure is PullFailure.Throttled or PullFailure.Transient && until is { } at && at > time.GetUtcNow() ? at - time.GetUtcNow() : null,
        };

    /// <summary>Nothing is asked for with this token until then.</summary>
    private sealed record Pause(DateTimeOffset Until, PullException Failure, string? Token)
    {
        /// <summary>Without the token.</summary>
        public override string ToString() => $"until {Until:O}: {Failure.Message}";
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The {Feed} could not be pulled: {Reason}")]
        public static partial void Failed(ILogger logger, Feed feed, string reason);

        [LoggerMessage(LogLevel.Error, "The {Feed} could not be pulled ({Kind}): {Reason}")]
        public static partial void Broke(ILogger logger, Feed feed, string kind, string reason);
    }
}
