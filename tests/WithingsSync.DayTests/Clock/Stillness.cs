using System.Diagnostics;

namespace WithingsSync.DayTests.Clock;

/// <summary>
/// Knows when everything in this process waits for the clock: no thread of the pool works, none is asked for, and no request is on its way. Whoever is not on a thread
/// and not on the wire can only wait for a timer, because the database answers on the calling thread. This needs a process without other work, and a caller that is
/// not of the pool.
/// </summary>
internal sealed class Stillness
{
    /// <summary>In real time; whatever takes longer hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Threads of the pool that the test runner keeps.</summary>
    private readonly int _others;
    private long _started;
    private long _ended;

    private Stillness(int others) => _others = others;

    public static Task<Stillness> FindAsync()
    {
        var found = new TaskCompletionSource<Stillness>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => found.SetResult(new(Calibrate()))) { IsBackground = true }.Start();
        return found.Task;
    }

    /// <summary>Requests through this are on the wire until their whole answer is there.</summary>
    public HttpMessageHandler Over(HttpMessageHandler inner) => new Wire(this, inner);

    /// <exception cref="TimeoutException">Something works, or hangs, for minutes.</exception>
    public void Wait()
    {
        var began = Stopwatch.GetTimestamp();
        var spin = default(SpinWait);
        while (!IsStill())
        {
            spin.SpinOnce(sleep1Threshold: 60);
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"{Working()} threads work and {Volatile.Read(ref _started) - Volatile.Read(ref _ended)} requests are on their way for minutes.");
            }
        }
    }

    private static int Working()
    {
        ThreadPool.GetMaxThreads(out var most, out _);
        ThreadPool.GetAvailableThreads(out var free, out _);
        return most - free;
    }

    private static int Calibrate()
    {
        var began = Stopwatch.GetTimestamp();
        var least = int.MaxValue;
        var spin = default(SpinWait);
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromMilliseconds(100))
        {
            least = Math.Min(least, Working());
            spin.SpinOnce(sleep1Threshold: 1);
        }

        return least;
    }

    /// <summary>In this order: a request that left and came back meanwhile is seen by the number that were started.</summary>
    private bool IsStill()
    {
        var started = Volatile.Read(ref _started);
        return Volatile.Read(ref _ended) == started && Working() <= _others && ThreadPool.PendingWorkItemCount == 0 && Working() <= _others && Volatile.Read(ref _started) == started;
    }

    private sealed class Wire(Stillness stillness, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref stillness._started);
            try
            {
                var answer = await base.SendAsync(request, cancellationToken);
                await answer.Content.LoadIntoBufferAsync(cancellationToken);
                return answer;
            }
            finally
            {
                Interlocked.Increment(ref stillness._ended);
            }
        }
    }
}
