using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings;

/// <summary>
/// Posts forms to the Withings API, unwraps the envelope and repeats what deserves repeating. Withings reports failure inside a 200 answer, so
/// the answer is understood before it is decided whether to ask again. One client is one run: waiting for the limiter is counted over all its calls.
/// </summary>
public sealed partial class WithingsClient : IDisposable
{
    private const long LargestAnswer = 256L * 1024 * 1024;

    private readonly WithingsOptions _options;
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Random _jitter;
    private readonly Action<RawAnswer>? _onAnswer;
    private readonly Pace _pace;
    private readonly Allowance _throttling;
    private int _requestCount;

    internal WithingsClient(WithingsOptions options, HttpMessageHandler handler, TimeProvider time, ILogger logger, Random jitter, Action<RawAnswer>? onAnswer)
    {
        _options = options;
        _http = new(handler, disposeHandler: true);
        _time = time;
        _logger = logger;
        _jitter = jitter;
        _onAnswer = onAnswer;
        _pace = new(options.RequestsPerMinute, time);
        _throttling = new(options.LongestWait);
    }

    /// <summary>How many requests went out, repeated ones and token calls included.</summary>
    public int RequestCount => Volatile.Read(ref _requestCount);

    public void Dispose()
    {
        _http.Dispose();
        _pace.Dispose();
    }

    /// <summary>Asks once and reads the answer's body, waiting and repeating within what the options allow.</summary>
    /// <param name="accessToken">Null for the token endpoint.</param>
    /// <exception cref="WithingsException">What remained after all patience.</exception>
    internal async Task<T> PostAsync<T>(WithingsCall call, string? accessToken, BodyReader<T> read, CancellationToken cancellationToken)
    {
        var patience = new Patience(new(_options.LongestWait), _throttling, _jitter);
        while (true)
        {
            await _pace.WaitAsync(cancellationToken);
            try
            {
                return await AttemptAsync(call, accessToken, read, cancellationToken);
            }
            catch (WithingsException failure)
            {
                // A repeated token call may not be needed any more: its caller looks into the store first.
                if ((call.IsForToken && failure.SameArguments) || patience.After(failure) is not { } wait)
                {
                    throw;
                }

                Log.Waiting(_logger, call.Action, What(failure), Math.Round(wait.TotalSeconds, 1));
                await Task.Delay(wait, _time, cancellationToken);
            }
        }
    }

    private async Task<T> AttemptAsync<T>(WithingsCall call, string? accessToken, BodyReader<T> read, CancellationToken cancellationToken)
    {
        var refusal = new Refusal(call, SecretsOf(call, accessToken), _time);
        var started = _time.GetTimestamp();
        using var answer = await SendAsync(call, accessToken, refusal, cancellationToken);
        var envelope = Understand(answer.Bytes.Span, refusal, noDataIsEmpty: !call.IsForToken, read, out var body);
        Log.Answered(_logger, call.Path, call.Action, envelope.Status, answer.Length, _time.GetElapsedTime(started).TotalMilliseconds);
        if (!IsAnswered(envelope.Status, call))
        {
            throw refusal.Of(envelope);
        }

        if (!call.IsForToken)
        {
            _onAnswer?.Invoke(new(call.Path, call.Action, answer.Bytes));
        }

        return body!;
    }

    private async Task<AnswerBuffer> SendAsync(WithingsCall call, string? accessToken, Refusal refusal, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.ApiUrl.At(call.Path))
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("action", call.Action), .. call.Fields]),
        };
        if (accessToken is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        }

        using var timeout = new CancellationTokenSource(_options.RequestTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        Interlocked.Increment(ref _requestCount);
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
            throw refusal.OfConnection(FormattableString.Invariant($"no answer within {_options.RequestTimeout.TotalSeconds:0.#} s"), cancelled);
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

    private static bool IsAnswered(int status, WithingsCall call) => status == Statuses.Success || (status == Statuses.NoData && !call.IsForToken);

    private static Envelope Understand<T>(ReadOnlySpan<byte> bytes, Refusal refusal, bool noDataIsEmpty, BodyReader<T> read, out T? body)
    {
        try
        {
            return EnvelopeReader.Read(bytes, noDataIsEmpty, read, out body);
        }
        catch (JsonException damaged)
        {
            throw refusal.OfGarbage(bytes, damaged);
        }
        catch (UnexpectedShapeException unexpected)
        {
            throw refusal.OfShape(unexpected.Message, unexpected);
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The JSON reader's own ways to say that a text is not valid Unicode.
            throw refusal.OfShape("a text that is not valid Unicode", unreadable);
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - _time.GetUtcNow());
        return wait is { } given && given > TimeSpan.Zero ? given : null;
    }

    private List<string?> SecretsOf(WithingsCall call, string? accessToken) =>
        [_options.ClientSecret, accessToken, .. call.Fields.Where(field => field.Key is "code" or "refresh_token").Select(field => field.Value)];

    private static string What(WithingsException failure) => failure switch
    {
        { Status: { } status } => FormattableString.Invariant($"status {status}"),
        { HttpStatus: { } status } => FormattableString.Invariant($"HTTP {status}"),
        _ => "no usable answer",
    };

    private string Reason(HttpRequestException failure) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => $"the name {_options.ApiUrl.Host} cannot be resolved",
        HttpRequestError.ConnectionError => $"{_options.ApiUrl.Host} cannot be reached",
        HttpRequestError.SecureConnectionError => $"no secure connection to {_options.ApiUrl.Host}; is this machine's clock right?",
        HttpRequestError.ProxyTunnelError => "the proxy refused",
        _ => "the connection broke",
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "{Path} {Action}: status {Status}, {Bytes} bytes in {Milliseconds} ms")]
        public static partial void Answered(ILogger logger, string path, string action, int status, int bytes, double milliseconds);

        [LoggerMessage(LogLevel.Information, "Withings: {Action} failed ({What}); asking again in {Seconds} s")]
        public static partial void Waiting(ILogger logger, string action, string what, double seconds);
    }
}
