using Microsoft.Extensions.Logging;

namespace WithingsSync.Withings.Signing;

/// <summary>
/// The application's nonces, fetched ahead so that a signed call need not wait for one. Whoever takes one has the stock filled up, in their own lane of the budget;
/// how large it is follows from how many were taken lately, and where nobody takes, none is fetched.
/// </summary>
internal sealed partial class NoncePool : IDisposable
{
    /// <summary>The largest stock: half a minute of a full budget, of which half the calls fetch nonces.</summary>
    public const int Most = 16;

    private static readonly TimeSpan Recently = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Queue<Nonce> _stock = new();
    private readonly Queue<long> _taken = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;
    private long? _failedAt;
    private int _underway;

    public NoncePool(TimeProvider time, ILogger logger) => (_time, _logger, _closed) = (time, logger, _closing.Token);

    /// <summary>How many lie ready.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _stock.Count;
            }
        }
    }

    /// <summary>One from the stock, or else fetched by <paramref name="signer"/>, which fills up the stock meanwhile.</summary>
    public async Task<Nonce> TakeAsync(Signer signer, CancellationToken cancellationToken)
    {
        Nonce? ready;
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            _taken.Enqueue(now);
            if (_taken.Count > 2 * Most)
            {
                _taken.Dequeue();
            }

            while (_stock.TryPeek(out var oldest) && !oldest.IsKept(_time))
            {
                _stock.Dequeue();
            }

            ready = _stock.TryDequeue(out var nonce) ? nonce : null;
            while (!_closed.IsCancellationRequested && !IsPausing() && _stock.Count + _underway < Wanted())
            {
                _underway++;
                _ = Task.Run(() => FetchAheadAsync(signer.Aside()), CancellationToken.None);
            }
        }

        return ready ?? await signer.GetNonceAsync(cancellationToken);
    }

    /// <summary>Whether a nonce is being fetched ahead at this moment.</summary>
    public bool IsFetching
    {
        get
        {
            lock (_gate)
            {
                return _underway > 0;
            }
        }
    }

    /// <summary>Throws the stock away.</summary>
    public void Discard()
    {
        lock (_gate)
        {
            _stock.Clear();
        }
    }

    /// <summary>Gives up what is being fetched, without waiting for it.</summary>
    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
        Discard();
    }

    private async Task FetchAheadAsync(Signer signer)
    {
        Nonce? fetched = null;
        try
        {
            fetched = await signer.GetNonceAsync(_closed);
        }
        catch (Exception given) when (given is OperationCanceledException || _closed.IsCancellationRequested)
        {
            // The connection closes, or the budget it waits for does.
            Log.GaveUp(_logger);
        }
        catch (Exception failure)
        {
            // Nobody waits for it: whoever needs one next fetches it, and is told why that fails.
            Log.Failed(_logger, failure.Message);
        }

        lock (_gate)
        {
            _underway--;
            _failedAt = fetched is null ? _time.GetTimestamp() : null;
            if (fetched is { } nonce && !_closed.IsCancellationRequested)
            {
                _stock.Enqueue(nonce);
            }
        }
    }

    /// <summary>Half of what a minute took; at least one when the stock's life saw two uses.</summary>
    private int Wanted()
    {
        var lately = _taken.Count(taken => _time.GetElapsedTime(taken) < Recently);
        var isInUse = _taken.Count(taken => _time.GetElapsedTime(taken) < Nonce.KeptFor) > 1;
        return Math.Clamp(lately / 2, isInUse ? 1 : 0, Most);
    }

    private bool IsPausing() => _failedAt is { } failedAt && _time.GetElapsedTime(failedAt) < PauseAfterFailure;

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Withings: no nonce could be fetched ahead: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Debug, "Withings: a nonce is no longer fetched, as the connection closes")]
        public static partial void GaveUp(ILogger logger);
    }
}
