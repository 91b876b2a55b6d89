using System.Collections.Concurrent;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Covering;

/// <summary>A pull under way, which one or more answers wait for and hear of.</summary>
public sealed class FeedPull(AccountId account, Feed feed, PullScope scope) : IProgress<PullProgress>
{
    private readonly ConcurrentDictionary<Guid, IProgress<PullProgress>> _listeners = new();
    private readonly TaskCompletionSource<PullOutcome> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AccountId Account => account;

    public Feed Feed => feed;

    public PullScope Scope => scope;

    /// <summary>Never fails.</summary>
    public Task<PullOutcome> End => _end.Task;

    public void Report(PullProgress value)
    {
        foreach (var listener in _listeners.Values)
        {
            listener.Report(value);
        }
    }

    /// <summary>Tells of the progress until disposed.</summary>
    public IDisposable Listen(IProgress<PullProgress>? listener) => new Listening(_listeners, listener);

    internal void Finish(PullOutcome outcome) => _end.TrySetResult(outcome);

    private sealed class Listening : IDisposable
    {
        private readonly ConcurrentDictionary<Guid, IProgress<PullProgress>> _listeners;
        private readonly Guid _id = Guid.NewGuid();

        public Listening(ConcurrentDictionary<Guid, IProgress<PullProgress>> listeners, IProgress<PullProgress>? listener)
        {
            _listeners = listeners;
            if (listener is not null)
            {
                listeners[_id] = listener;
            }
        }

        public void Dispose() => _listeners.TryRemove(_id, out _);
    }
}
