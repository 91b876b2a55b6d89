using System.Collections.Concurrent;

namespace WithingsSync.Withings.Api;

/// <summary>Work that must not be cut off, wherever it was begun.</summary>
internal sealed class Underway
{
    private readonly ConcurrentDictionary<Task, bool> _tasks = new();

    public Task<T> Track<T>(Task<T> task)
    {
        _tasks[task] = true;
        _ = task.ContinueWith(ended => _tasks.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }

    /// <summary>Ends when all of it has ended, well or not.</summary>
    public async Task WhenIdleAsync() => await Task.WhenAll(_tasks.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
