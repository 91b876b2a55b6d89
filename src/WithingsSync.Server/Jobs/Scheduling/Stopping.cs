namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>A job that ends because the server stops has not failed: what it left is in the store, and is found at the next start or by another node.</summary>
internal static class Stopping
{
    public static async ValueTask IsNoFailureAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nothing more to do here.
        }
    }
}
