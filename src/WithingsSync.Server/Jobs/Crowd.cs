namespace WithingsSync.Server.Jobs;

/// <summary>The same for many people, a few at a time.</summary>
internal static class Crowd
{
    public static Task EachAsync<T>(IEnumerable<T> people, int atOnce, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken }, async (one, token) => await work(one, token));
}
