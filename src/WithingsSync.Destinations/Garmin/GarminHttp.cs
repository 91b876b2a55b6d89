using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;

namespace WithingsSync.Destinations.Garmin;

/// <summary>Sends single requests to Garmin and says so in the log: method, path, status and time, and nothing of what was in them.</summary>
internal sealed partial class GarminHttp(HttpMessageHandler handler, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>No service means more than this, whatever its header says.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(48);

    private const long LargestAnswer = 64 * 1024 * 1024;

    private readonly HttpMessageInvoker _http = new(handler, disposeHandler: true);

    /// <exception cref="GarminUnansweredException">No whole answer came.</exception>
    public async Task<GarminAnswer> SendAsync(HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var host = request.RequestUri!.Host;
        var started = time.GetTimestamp();
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            await response.Content.LoadIntoBufferAsync(LargestAnswer, either.Token);
            var body = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(either.Token));
            Log.Answered(logger, request.Method.Method, request.RequestUri.AbsolutePath, (int)response.StatusCode, time.GetElapsedTime(started).TotalMilliseconds);
            return new((int)response.StatusCode, body)
            {
                Location = response.Headers.TryGetValues("Location", out var location) ? location.FirstOrDefault() : null,
                SetCookies = response.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [],
                RetryAfter = RetryAfter(response.Headers.RetryAfter),
            };
        }
        catch (OperationCanceledException cancelled) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unanswered(FormattableString.Invariant($"no answer within {timeout.TotalSeconds:0.#} s"), cancelled);
        }
        catch (HttpRequestException failure)
        {
            throw Unanswered(Reason(failure, host), failure);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw Unanswered("the connection broke in the middle of the answer", failure);
        }

        GarminUnansweredException Unanswered(string reason, Exception failure)
        {
            Log.Unanswered(logger, request.Method.Method, request.RequestUri.AbsolutePath, reason);
            return new($"Garmin Connect gave no answer: {reason}.", failure);
        }
    }

    public void Dispose() => _http.Dispose();

    public static HttpMessageHandler Network(GarminOptions options) => new SocketsHttpHandler
    {
        AutomaticDecompression = DecompressionMethods.All,

        // A token goes to the address it was meant for, never on to another.
        AllowAutoRedirect = false,
        UseCookies = false,

        // The machine's proxy settings hold for Garmin, but a simulator on this machine is not behind a proxy.
        UseProxy = !options.ApiUrl.IsLoopback,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - time.GetUtcNow());
        return wait is { } given && given > TimeSpan.Zero ? (given > LongestWait ? LongestWait : given) : null;
    }

    private static string Reason(HttpRequestException failure, string host) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"the name {host} cannot be resolved",
        HttpRequestError.ConnectionError => $"{host} cannot be reached",
        HttpRequestError.SecureConnectionError => $"no secure connection to {host}; is this machine's clock right?",
        HttpRequestError.ProxyTunnelError => "the proxy refused",
        HttpRequestError.ConfigurationLimitExceeded => "the answer is too large",
        _ => "the connection broke",
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "{Method} {Path}: {Status} in {Milliseconds:0} ms")]
        public static partial void Answered(ILogger logger, string method, string path, int status, double milliseconds);

        [LoggerMessage(LogLevel.Debug, "{Method} {Path}: {Reason}")]
        public static partial void Unanswered(ILogger logger, string method, string path, string reason);
    }
}
