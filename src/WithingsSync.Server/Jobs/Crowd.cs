using System.Collections.Concurrent;

namespace WithingsSync.Server.Jobs;

/// <summary>The same for many people, a few at a time. Whoever fails holds up nobody else.</summary>
internal static class Crowd
{
    /// <exception cref="AggregateException">Of some people it failed; everybody has had their turn.</exception>
    public static async Task EachAsync<T>(IEnumerable<T> people, int atOnce, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var failures = new ConcurrentQueue<Exception>();
        await Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken }, async (one, token) =>
        {
            try
            {
                await work(one, token);
            }
            catch (Exception failure) when (!token.IsCancellationRequested)
            {
                failures.Enqueue(failure);
            }
        });
        if (!failures.IsEmpty)
        {
            throw new AggregateException(failures);
        }
    }
}
