using WithingsSync.Pipeline.Accounts;
using Xunit;

namespace WithingsSync.Tests.Withings;

/// <summary>A grant store that tells what happened to it, in order.</summary>
internal sealed class MemoryGrantStore(Grant? grant) : IGrantStore, IDisposable
{
    private readonly SemaphoreSlim _lock = new(1, 1);

    public Grant? Stored { get; set; } = grant;

    public List<Grant> Saved { get; } = [];

    public int Locks { get; private set; }

    public bool IsLocked => _lock.CurrentCount == 0;

    public void Dispose() => _lock.Dispose();

    public Task<Grant?> FindAsync(CancellationToken cancellationToken) => Task.FromResult(Stored);

    public Task<Grant> ReplaceAsync(Grant earlier, Grant renewed, CancellationToken cancellationToken)
    {
        Assert.True(IsLocked, "A grant is stored under the lock only.");
        Saved.Add(renewed);
        Stored = renewed;
        return Task.FromResult(renewed);
    }

    public async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        Locks++;
        return new Held(_lock);
    }

    private sealed class Held(SemaphoreSlim semaphore) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            semaphore.Release();
            return ValueTask.CompletedTask;
        }
    }
}
