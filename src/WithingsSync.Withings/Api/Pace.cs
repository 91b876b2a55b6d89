using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;

namespace WithingsSync.Withings.Api;

/// <summary>
/// The budget of a process that has Withings to itself: keeps its requests under the limiter's number in any sixty seconds (withings-api.md §11), the token
/// endpoint's included. One person waits for nobody else, so lanes make no difference.
/// </summary>
internal sealed class Pace(int? perMinute, TimeProvider time) : IRequestBudget, IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Queue<long> _sent = new();
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc/>
    public async Task WaitAsync(Lane lane, AccountId? account, CancellationToken cancellationToken)
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
