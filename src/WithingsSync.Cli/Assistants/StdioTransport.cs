using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace WithingsSync.Cli.Assistants;

/// <summary>
/// One message a line, in both directions. The protocol library's own transport stops sending at the end of its input; behind a script, whose input ends right after its requests, this
/// one goes on until they are answered, or until its patience is over: the client may be gone.
/// </summary>
internal sealed partial class StdioTransport : TransportBase
{
    private static readonly JsonTypeInfo<JsonRpcMessage> Incoming = (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    /// <summary>As the library itself sends: a tool's answer is written only under these options.</summary>
    private static readonly JsonTypeInfo<JsonRpcMessage> Outgoing =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.TypeInfoResolverChain.OfType<JsonSerializerContext>().First().GetTypeInfo(typeof(JsonRpcMessage))!;

    /// <summary>To find the id of a line that is nested too deeply for a message.</summary>
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = int.MaxValue };

    private readonly Stream _output;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Unanswered _unanswered = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _end;
    private readonly Task _reading;
    private bool _isDisposed;

    /// <param name="input">Read to its end, but not closed: a read under way cannot be ended.</param>
    /// <param name="output">Where nobody else writes.</param>
    /// <param name="patience">How long, from the end of the input on, what was read may take to be answered.</param>
    /// <param name="time">What the patience is measured by.</param>
    /// <param name="log">Where it is said that a line was not understood.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public StdioTransport(Stream input, Stream output, TimeSpan patience, TimeProvider time, ILoggerFactory log, CancellationToken cancellationToken)
        : base("stdio", log)
    {
        (_output, _patience, _time, _log) = (output, patience, time, log.CreateLogger("withings"));
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Ended = _end.Token;
        SetConnected();
        _reading = ReadAsync(new StreamReader(input, Encoding.UTF8));
    }

    /// <summary>Nothing is read or sent any more; what is still under way is for nobody.</summary>
    public CancellationToken Ended { get; }

    public override async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        // Where this fails, the library answers with an error instead.
        var line = JsonSerializer.SerializeToUtf8Bytes(message, Outgoing);
        await _sending.WaitAsync(cancellationToken).WaitAsync(Ended);
        try
        {
            await SendAsync(line);
        }
        finally
        {
            _unanswered.Sent(message);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _end.CancelAsync();
        await _reading;
        _end.Dispose();
    }

    /// <summary>A line that was begun is sent whole, whoever no longer waits for it; but a client that reads nothing is not waited for after the end.</summary>
    private async Task SendAsync(byte[] line)
    {
        if (Ended.IsCancellationRequested)
        {
            _sending.Release();
            return;
        }

        var sent = Task.Run(
            () =>
            {
                try
                {
                    _output.Write(line);
                    _output.WriteByte((byte)'\n');
                    _output.Flush();
                }
                finally
                {
                    _sending.Release();
                }
            },
            CancellationToken.None);
        await sent.WaitAsync(Ended);
    }

    private async Task ReadAsync(StreamReader input)
    {
        Exception? failure = null;
        try
        {
            // Each on a thread of its own, because nothing but a line or the end wakes who reads standard input.
            while (await Task.Factory.StartNew(input.ReadLine, Ended, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(Ended) is { } line)
            {
                if (!string.IsNullOrWhiteSpace(line))
                {
                    await TakeAsync(line);
                }
            }

            await _unanswered.NoneAsync().WaitAsync(_patience, _time, Ended);
        }
        catch (Exception over) when (over is OperationCanceledException or TimeoutException)
        {
            // The end that was wanted, or nobody seems to be there.
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            failure = broken;
        }
        finally
        {
            SetDisconnected(failure);
            await _end.CancelAsync();
        }
    }

    private async Task TakeAsync(string line)
    {
        JsonRpcMessage? message;
        try
        {
            message = JsonSerializer.Deserialize(line, Incoming);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or NotSupportedException)
        {
            // The latter ones: a text that holds half a character, a number that is none.
            message = null;
        }

        if (message is not null)
        {
            _unanswered.Read(message);
            await WriteMessageAsync(message, Ended);
            return;
        }

        Log.NotUnderstood(_log);
        if (FindId(line) is { } id)
        {
            await RefuseAsync(id);
        }
    }

    /// <summary>Such a line was never counted, so its refusal is no answer to one that was.</summary>
    private async Task RefuseAsync(RequestId id)
    {
        JsonRpcMessage refusal = new JsonRpcError { Id = id, Error = new() { Code = (int)McpErrorCode.ParseError, Message = "This line is no JSON-RPC 2.0 message, or is nested too deeply." } };
        await _sending.WaitAsync(Ended);
        try
        {
            await SendAsync(JsonSerializer.SerializeToUtf8Bytes(refusal, Outgoing));
        }
        catch (IOException)
        {
            // Who does not hear this may still ask: the input says when it is over.
        }
    }

    /// <summary>Null when nobody could know what an answer belongs to.</summary>
    private static RequestId? FindId(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line, Deep);
            return json.RootElement is not { ValueKind: JsonValueKind.Object } message || !message.TryGetProperty("id", out var id) ? null
                : id.ValueKind == JsonValueKind.String ? new(id.GetString()!)
                : id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number) ? new(number)
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A line on standard input is no message of the Model Context Protocol.")]
        public static partial void NotUnderstood(ILogger logger);
    }
}
