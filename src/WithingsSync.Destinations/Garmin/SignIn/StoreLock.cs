using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>Waits for the store's lock, but not for ever: another run may wait for a person.</summary>
internal static class StoreLock
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    public static async Task<IAsyncDisposable> TakeAsync(this IGarminSessionStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await store.LockAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DestinationException(DestinationFailure.Transient, "Another process has been signing in at Garmin Connect for minutes. Wait for it to end, or stop it, and run this again.");
        }
    }
}
