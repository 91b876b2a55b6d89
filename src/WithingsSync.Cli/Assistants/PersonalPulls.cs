using Microsoft.Extensions.Logging;
using WithingsSync.Mcp.Covering;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Cli.Assistants;

/// <summary>
/// Pulls for answers. Lists come one after the other, and what is read one by one likewise, but neither waits for the other: a night's curves take minutes, a list seconds.
/// </summary>
internal sealed partial class PersonalPulls : IAsyncDisposable
{
    /// <summary>Withings is not asked again so soon after it refused the sign-in.</summary>
    private static readonly TimeSpan RefusalBelieved = TimeSpan.FromMinutes(1);

    private readonly Func<Session> _open;
    private readonly Func<string?> _token;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _lists = new(1);
    private readonly SemaphoreSlim _oneByOne = new(1);
    private readonly FeedPulls _pulls;
    private volatile Refusal? _lost;
    private volatile Refusal? _failed;

    /// <param name="token">The access token in the session file now; null when nobody is signed in. A failure is that of the token with which it came.</param>
    public PersonalPulls(Func<Session> open, Func<string?> token, TimeProvider time, ILoggerFactory log)
    {
        (_open, _token, _time, _log) = (open, token, time, log.CreateLogger("withings"));
        _pulls = new(RunAsync, time, CancellationToken.None);
    }

    public CancellationToken Stopping => _pulls.Stopping;

    /// <summary>Withings no longer accepts the sign-in: so it stays until somebody signs in anew, or a pull succeeds after all.</summary>
    public bool IsGrantLost => Current(_lost) is not null;

    /// <summary>What Withings said of the sign-in a moment ago; null when it may be asked.</summary>
    public string? RefusedNow => Current(_lost) is { } lost && lost.At + RefusalBelieved > _time.GetUtcNow() ? lost.Message : null;

    /// <summary>What went wrong last, while it is still believed; null when nothing did.</summary>
    public string? ProblemOf(AccountId account) => Current(_lost)?.Message ?? (Current(_failed) is null ? null : _pulls.FindFailure(account)?.Message);

    /// <inheritdoc cref="FeedPulls.Begin"/>
    public FeedPull Begin(AccountId account, Feed feed, PullScope scope)
    {
        if (Current(_failed) is null)
        {
            // Another sign-in, or a token renewed by somebody else, may fare better than the one that failed.
            _pulls.ForgetFailures(account);
        }

        return _pulls.Begin(account, feed, scope);
    }

    /// <summary>Stops what runs; a renewal under way is waited for, so that no rotated token is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        await _pulls.DisposeAsync();
        _lists.Dispose();
        _oneByOne.Dispose();
    }

    private async Task<PullOutcome> RunAsync(FeedPull pull, CancellationToken cancellationToken)
    {
        var lane = OneByOne.Is(pull.Feed) ? _oneByOne : _lists;
        string? used = null;
        try
        {
            await lane.WaitAsync(cancellationToken);
            try
            {
                used = _token();

                // Opened for each pull: the person may have signed in anew, or as somebody else.
                await using var session = _open();
                var account = await session.AccountAsync(cancellationToken);
                await session.Puller(account, _time).PullAsync(pull.Feed, pull.Scope, pull, cancellationToken);
                _lost = null;
                return PullOutcome.Done;
            }
            finally
            {
                lane.Release();
            }
        }
        catch (PullException lost) when (lost.Failure == PullFailure.SignInRequired)
        {
            Log.Failed(_log, pull.Feed, lost.Message);
            _lost = new(used, lost.Message, _time.GetUtcNow());
            return PullOutcome.Lost;
        }
        catch (PullException failure)
        {
            Log.Failed(_log, pull.Feed, failure.Message);
            return Failed(failure);
        }
        catch (UsageException wrong)
        {
            Log.Failed(_log, pull.Feed, wrong.Message);
            return Failed(new(PullFailure.Misconfigured, wrong.Message, wrong));
        }
        catch (Exception unexpected) when (!cancellationToken.IsCancellationRequested)
        {
            // The edge of the background: whoever waits is told, and a later answer tries again.
            Log.Broke(_log, pull.Feed, unexpected.GetType().Name, unexpected.Message);
            return Failed(new(PullFailure.Transient, unexpected.Message, unexpected));
        }
        catch (Exception stopped)
        {
            return PullOutcome.Failed(new(PullFailure.Transient, "The program is being ended.", stopped));
        }
    }

    /// <summary>The token as it is now: the pull itself may have renewed it.</summary>
    private PullOutcome Failed(PullException failure)
    {
        _failed = new(_token(), failure.Message, _time.GetUtcNow());
        return PullOutcome.Failed(failure);
    }

    private Refusal? Current(Refusal? last) => last is not null && string.Equals(last.Token, _token(), StringComparison.Ordinal) ? last : null;

    /// <summary>What failed with this token.</summary>
    private sealed record Refusal(string? Token, string Message, DateTimeOffset At)
    {
        /// <summary>Without the token.</summary>
        public override string ToString() => $"{At:O}: {Message}";
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The {Feed} could not be pulled: {Reason}")]
        public static partial void Failed(ILogger logger, Feed feed, string reason);

        [LoggerMessage(LogLevel.Error, "The {Feed} could not be pulled ({Kind}): {Reason}")]
        public static partial void Broke(ILogger logger, Feed feed, string kind, string reason);
    }
}
