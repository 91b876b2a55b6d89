using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Covering;

/// <summary>
/// Pulls that somebody waits for, one at a time of each person and feed. They are the process's: who stops waiting ends none, and who comes meanwhile waits for the same. They end
/// when the process does. After a failure nothing is asked for a while.
/// </summary>
public sealed class FeedPulls : IAsyncDisposable
{
    private readonly Func<FeedPull, CancellationToken, Task<PullOutcome>> _run;
    private readonly FailurePauses _pauses;
    private readonly CancellationTokenSource _stop;
    private readonly Lock _gate = new();
    private readonly Dictionary<(AccountId Account, Feed Feed), FeedPull> _underway = [];

    /// <param name="run">Pulls, and throws nothing: what fails is its outcome.</param>
    /// <param name="stopping">The process ends.</param>
    public FeedPulls(Func<FeedPull, CancellationToken, Task<PullOutcome>> run, TimeProvider time, CancellationToken stopping)
    {
        (_run, _pauses) = (run, new(time));
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Stopping = _stop.Token;
    }

    /// <summary>No pull goes on after this.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>The pull of a person's feed that is under way, of whatever scope; a new one when there is none. Within the pause after a failure, one that has failed so already.</summary>
    public FeedPull Begin(AccountId account, Feed feed, PullScope scope)
    {
        lock (_gate)
        {
            if (_underway.TryGetValue((account, feed), out var underway))
            {
                return underway;
            }

            var pull = new FeedPull(account, feed, scope);
            if (_pauses.Find(account, feed) is { } failure)
            {
                pull.Finish(PullOutcome.Failed(failure));
                return pull;
            }

            _underway.Add((account, feed), pull);
            _ = Task.Run(() => RunAsync(pull), CancellationToken.None);
            return pull;
        }
    }

    /// <summary>What went wrong lately and is still believed; null when nothing did.</summary>
    public PullException? FindFailure(AccountId account) => _pauses.FindAny(account);

    /// <summary>Something changed for this person that may make the next pull fare better.</summary>
    public void ForgetFailures(AccountId account) => _pauses.Forget(account);

    /// <summary>Ends what is under way, and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task<PullOutcome>[] left;
        lock (_gate)
        {
            left = [.. _underway.Values.Select(pull => pull.End)];
        }

        await Task.WhenAll(left);
        _stop.Dispose();
    }

    private async Task RunAsync(FeedPull pull)
    {
        var outcome = PullOutcome.Failed(new(PullFailure.Transient, "The pull broke off."));
        try
        {
            outcome = await _run(pull, Stopping);
        }
        finally
        {
            if (outcome.Failure is { } failure)
            {
                outcome = PullOutcome.Failed(_pauses.Note(pull.Account, pull.Feed, failure));
            }
            else if (outcome.IsConnected)
            {
                _pauses.End(pull.Account, pull.Feed);
            }

            lock (_gate)
            {
                _underway.Remove((pull.Account, pull.Feed));
            }

            pull.Finish(outcome);
        }
    }
}
