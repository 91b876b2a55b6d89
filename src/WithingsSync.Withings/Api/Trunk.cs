using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Withings.Signing;

namespace WithingsSync.Withings.Api;

/// <summary>What all lines of one application share: the connections, the budget and the nonces. Sends one form and brings back the whole answer.</summary>
internal sealed class Trunk : IDisposable, IAsyncDisposable
{
    private const long LargestAnswer = 256L * 1024 * 1024;

    private readonly HttpMessageInvoker _http;
    private readonly IRequestBudget _budget;
    private readonly CancellationTokenSource _closing = new();
    private bool _isClosed;

    /// <param name="innermost">What sends the requests; the network when null. Disposed with the trunk.</param>
    /// <param name="jitter">Chance in the waiting times.</param>
    public Trunk(WithingsOptions options, IRequestBudget budget, TimeProvider time, ILoggerFactory loggers, HttpMessageHandler? innermost, Random? jitter)
    {
        Options = options;
        Time = time;
        Jitter = jitter ?? Random.Shared;

        // Upstream's name for it, which scripts look for in its log.
        Logger = loggers.CreateLogger("withings");
        Nonces = new(time, Logger);
        Timestamps = new(time, Random.Shared.Next(Timestamps.Parts));
        Closing = _closing.Token;
        _budget = budget;
        _http = new(innermost ?? Network(options), disposeHandler: true);
    }

    public WithingsOptions Options { get; }

    public TimeProvider Time { get; }

    public Random Jitter { get; }

    public ILogger Logger { get; }

    public NoncePool Nonces { get; }

    /// <summary>What tells one request for a nonce from the next.</summary>
    public Timestamps Timestamps { get; }

    /// <summary>Renewals, which must come to their end: a process that leaves earlier may lose tokens already rotated.</summary>
    public Underway Renewals { get; } = new();

    /// <summary>Ends what has not begun yet: the wait for a place in the budget, or for somebody else's lock.</summary>
    public CancellationToken Closing { get; }

    /// <summary>Returns when one more request may leave, and has counted it.</summary>
    public async Task WaitAsync(Lane lane, AccountId? account, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Closing);
        await _budget.WaitAsync(lane, account, either.Token);
    }

    /// <exception cref="WithingsException">No answer, not all of it, or not one of Withings itself.</exception>
    public async Task<AnswerBuffer> SendAsync(
        string path, IReadOnlyList<KeyValuePair<string, string>> form, string? accessToken, Refusal refusal, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Options.ApiUrl.At(path)) { Content = new FormUrlEncodedContent(form) };
        if (accessToken is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        }

        using var timeout = new CancellationTokenSource(Options.RequestTimeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw refusal.OfHttp((int)response.StatusCode, RetryAfter(response.Headers.RetryAfter));
            }

            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            return await AnswerBuffer.ReadAsync(stream, response.Content.Headers.ContentLength, LargestAnswer, either.Token) ?? throw refusal.OfSize(LargestAnswer);
        }
        catch (OperationCanceledException cancelled) when (!cancellationToken.IsCancellationRequested)
        {
            throw refusal.OfConnection(FormattableString.Invariant($"no answer within {Options.RequestTimeout.TotalSeconds:0.#} s"), cancelled);
        }
        catch (HttpRequestException failure)
        {
            throw refusal.OfConnection(Reason(failure), failure);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw refusal.OfConnection("the connection broke in the middle of the answer", failure);
        }
    }

    /// <summary>Hangs up at once; a renewal under way is cut off, which the old refresh token survives for hours (withings-api.md §2.3).</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, true))
        {
            return;
        }

        _closing.Cancel();
        Nonces.Dispose();
        _http.Dispose();
        _closing.Dispose();
    }

    /// <summary>Hangs up when no renewal is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await Renewals.WhenIdleAsync();
        Dispose();
    }

    /// <summary>Hangs up when no renewal is on its way any more; what only waits for its turn is given up.</summary>
    public async Task CloseAsync()
    {
        if (!_isClosed)
        {
            await _closing.CancelAsync();
        }

        await DisposeAsync();
    }

    private static SocketsHttpHandler Network(WithingsOptions options) => new()
    {
        AutomaticDecompression = DecompressionMethods.All,

        // A token goes to the address it was meant for, never on to another.
        AllowAutoRedirect = false,
        UseCookies = false,

        // The machine's proxy settings hold for Withings, but a simulator on this machine is not behind a proxy.
        UseProxy = !options.ApiUrl.IsLoopback,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - Time.GetUtcNow());
        return wait is { } given && given > TimeSpan.Zero ? given : null;
    }

    private string Reason(HttpRequestException failure) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"the name {Options.ApiUrl.Host} cannot be resolved",
        HttpRequestError.ConnectionError => $"{Options.ApiUrl.Host} cannot be reached",
        HttpRequestError.SecureConnectionError => $"no secure connection to {Options.ApiUrl.Host}; is this machine's clock right?",
        HttpRequestError.ProxyTunnelError => "the proxy refused",
        _ => "the connection broke",
    };
}
