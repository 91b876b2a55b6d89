using System.Collections.Concurrent;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>A pull under way, which one or more requests wait for and hear of.</summary>
internal sealed class InteractivePull(Feed feed, PullScope scope) : IProgress<PullProgress>
{
    private readonly ConcurrentDictionary<Guid, IProgress<PullProgress>> _listeners = new();
    private readonly TaskCompletionSource<Outcome> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Feed Feed => feed;

    public PullScope Scope => scope;

    /// <summary>Never fails.</summary>
    public Task<Outcome> End => _end.Task;

    public void Report(PullProgress value)
    {
        foreach (var listener in _listeners.Values)
        {
            listener.Report(value);
        }
    }

    /// <summary>Tells of the progress until disposed.</summary>
    public IDisposable Listen(IProgress<PullProgress>? listener) => new Listening(_listeners, listener);

    public void Finish(Outcome outcome) => _end.TrySetResult(outcome);

    /// <summary>How it ended.</summary>
    /// <param name="IsConnected">False when the person's grant is lost.</param>
    /// <param name="Failure">What went wrong; null when nothing did.</param>
    internal sealed record Outcome(bool IsConnected, PullException? Failure);

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
