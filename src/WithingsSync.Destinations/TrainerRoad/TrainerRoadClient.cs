using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>The four requests TrainerRoad is asked (garmin-trainerroad-fit.md §3): the sign-in page, its form, the profile, the profile back.</summary>
internal sealed partial class TrainerRoadClient(TrainerRoadOptions options, HttpMessageHandler handler, Pauses pauses, TimeProvider time, ILogger logger) : IDisposable
{
    private const int LargestAnswer = 4 * 1024 * 1024;

    private readonly HttpMessageInvoker _http = new(handler, disposeHandler: true);

    public void Dispose() => _http.Dispose();

    /// <summary>Empty-handed: the page also sets the cookie that belongs to its form.</summary>
    public async Task<TrainerRoadAnswer> ReadLoginPageAsync(CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, options.LoginPath, cookies: "");
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
        return await SendAsync(request, cancellationToken);
    }

    public async Task<TrainerRoadAnswer> PostLoginAsync(IEnumerable<KeyValuePair<string, string>> fields, string cookies, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, options.LoginPath, cookies);
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");
        request.Headers.TryAddWithoutValidation("Origin", Origin);
        request.Headers.Referrer = At(options.LoginPath);
        request.Content = new FormUrlEncodedContent(fields);
        return await SendAsync(request, cancellationToken);
    }

    /// <summary>Null when the sign-in is over.</summary>
    public async Task<RiderInformation?> ReadRiderAsync(string cookie, CancellationToken cancellationToken)
    {
        using var request = RiderRequest(HttpMethod.Get, cookie);
        var answer = await SendAsync(request, cancellationToken);
        if (answer.IsSignedOut(options.LoginPath))
        {
            return null;
        }

        await ThrowIfFailedAsync(answer, "the profile");
        if (!answer.IsSuccess)
        {
            throw new DestinationException(DestinationFailure.Rejected, Format($"TrainerRoad answered the question for the profile with HTTP {answer.Status}; it may have moved. Nothing was changed there."));
        }

        try
        {
            return RiderInformation.Read(answer.Body)
                ?? throw new DestinationException(DestinationFailure.Rejected, "TrainerRoad answered the question for the profile with something that is not one with a weight; it may work differently now. Nothing was changed there.");
        }
        catch (JsonException damaged)
        {
            throw new DestinationException(DestinationFailure.Transient, "TrainerRoad answered the question for the profile with something that is not JSON, or not all of it; try again later. Nothing was changed there.", damaged);
        }
    }

    /// <summary>Puts a whole profile back. Statuses that say what the person can do are thrown; the others are the caller's to understand.</summary>
    /// <exception cref="NoAnswerException">It may have been kept or not.</exception>
    public async Task<TrainerRoadAnswer> WriteRiderAsync(string cookie, byte[] document, CancellationToken cancellationToken)
    {
        using var request = RiderRequest(HttpMethod.Put, cookie);
        request.Headers.TryAddWithoutValidation("Origin", Origin);
        request.Content = new ByteArrayContent(document);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var answer = await SendAsync(request, cancellationToken);
        if (!answer.IsSignedOut(options.LoginPath))
        {
            await ThrowIfFailedAsync(answer, "the new weight");
        }

        return answer;
    }

    /// <summary>What says nothing about the person or the weight: a firewall, a limiter, a broken server. The first two are left alone for a while.</summary>
    public async Task ThrowIfFailedAsync(TrainerRoadAnswer answer, string what)
    {
        switch (answer.Status)
        {
            case 403:
                throw new DestinationException(DestinationFailure.Transient, Format($"TrainerRoad's firewall refused {what} (HTTP 403). It looks for programs; trying less often helps, and so does another network.")) { RetryAt = await pauses.BeginAsync(throttled: false, answer.RetryAfter) };
            case 429:
                throw new DestinationException(DestinationFailure.Throttled, Format($"TrainerRoad has had too many requests ({what}, HTTP 429).")) { RetryAt = await pauses.BeginAsync(throttled: true, answer.RetryAfter) };
            case 408 or >= 500:
                throw new NoAnswerException(Format($"TrainerRoad failed at {what} (HTTP {answer.Status}); try again later."));
            default:
                return;
        }
    }

    private string Origin => options.Url.GetLeftPart(UriPartial.Authority);

    private Uri At(string path) => new(options.Url.AbsoluteUri.TrimEnd('/') + path);

    private HttpRequestMessage RiderRequest(HttpMethod method, string cookie)
    {
        var request = Request(method, options.RiderPath, $"{options.CookieName}={cookie}");
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/plain, */*");
        request.Headers.Add("trainerroad-jsonformat", "camel-case");
        request.Headers.Referrer = At(options.RiderPage);
        return request;
    }

    private HttpRequestMessage Request(HttpMethod method, string path, string cookies)
    {
        var request = new HttpRequestMessage(method, At(path));
        request.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        if (cookies.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        }

        return request;
    }

    private async Task<TrainerRoadAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await pauses.RespectAsync(cancellationToken);
        using var timeout = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            var body = await BodyAsync(response, either.Token);
            Log.Answered(logger, request.Method.Method, request.RequestUri!.AbsolutePath, (int)response.StatusCode, body.Length);
            return new(
                (int)response.StatusCode, body, response.Headers.Location,
                response.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [], RetryAfter(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException cancelled) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NoAnswerException(Format($"TrainerRoad did not answer within {options.RequestTimeout.TotalSeconds:0.#} s; try again later."), cancelled);
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
        {
            // Nothing was sent.
            throw new DestinationException(DestinationFailure.Transient, $"TrainerRoad ({options.Url.Host}) cannot be reached; is there a network?", failure);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException)
        {
            throw new NoAnswerException("The connection to TrainerRoad broke; try again later.", failure);
        }
    }

    private static async Task<byte[]> BodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            body.Write(buffer, 0, count);
            if (body.Length > LargestAnswer)
            {
                throw new InvalidDataException("The answer does not end.");
            }
        }

        return body.ToArray();
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        (header?.Delta ?? (header?.Date - time.GetUtcNow())) is { } wait && wait > TimeSpan.Zero ? wait : null;

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "{Method} {Path}: HTTP {Status}, {Bytes} bytes")]
        public static partial void Answered(ILogger logger, string method, string path, int status, int bytes);
    }
}
