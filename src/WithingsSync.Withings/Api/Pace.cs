namespace WithingsSync.Withings.Api;

/// <summary>Keeps our own requests under the limiter's number in any sixty seconds (withings-api.md §11), the token endpoint's included.</summary>
internal sealed class Pace(int? perMinute, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Queue<long> _sent = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Returns when one more request may leave, and counts it.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (perMinute is not { } most)
        {
            return;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            while (_sent.Count >= most)
            {
                var rest = Window - time.GetElapsedTime(_sent.Peek());
                if (rest > TimeSpan.Zero)
                {
                    await Task.Delay(rest, time, cancellationToken);
                }

                _sent.Dequeue();
            }

            _sent.Enqueue(time.GetTimestamp());
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
