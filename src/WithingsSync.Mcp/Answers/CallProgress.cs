using ModelContextProtocol;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Answers;

/// <summary>
/// What a client hears of the pulls for its call. The protocol wants a number that only ever rises, and nothing after the answer: so the steps of all feeds are counted
/// together, told at once and in order, and pulls that go on behind the answer are heard no more.
/// </summary>
internal sealed class CallProgress : IProgress<PullProgress>, IDisposable
{
    private readonly IProgress<ProgressNotificationValue> _client;
    private readonly Lock _gate = new();
    private int _steps;
    private bool _isOver;

    private CallProgress(IProgress<ProgressNotificationValue> client) => _client = client;

    /// <summary>Null for a client that did not ask.</summary>
    public static CallProgress? Of(IProgress<ProgressNotificationValue>? client) => client is null ? null : new(client);

    public void Report(PullProgress value)
    {
        var of = value.Total is { } total ? $", {value.Done} of {total}" : "";
        lock (_gate)
        {
            if (!_isOver)
            {
                _client.Report(new() { Progress = ++_steps, Message = $"{value.Feed}: {value.Records} records read from Withings{of}" });
            }
        }
    }

    /// <summary>The answer is about to be given.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
        }
    }
}
