using System.Text.Json;
using WithingsSync.Cli;
using WithingsSync.SystemTests.Terminal;
using WithingsSync.Testing;

namespace WithingsSync.SystemTests.Schedule;

/// <summary>A schedule inside this process, on a clock that stands until it is turned.</summary>
internal sealed class RunningSchedule : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private readonly Task<int> _run;
    private readonly TextWriter _shared;
    private readonly string _heartbeat;

    /// <param name="typed">What a person types, on a terminal; null means that there is no terminal.</param>
    public RunningSchedule(LoopbackWorld world, string[] arguments, TextReader? typed = null)
    {
        Time = (ManualTime)world.Time;
        _heartbeat = world.PathOf(".withings_schedule.json");
        _shared = TextWriter.Synchronized(_out);
        _run = CommandLine.RunAsync(arguments, new Surroundings
        {
            In = new(() => typed ?? TextReader.Null),
            Out = _shared,
            Error = TextWriter.Synchronized(_error),
            InIsTerminal = typed is not null,
            Environment = world.Environment,
            WorkingDirectory = world.Folder,
            Time = world.Time,
        }, _stop.Token);
    }

    public ManualTime Time { get; }

    public string Out
    {
        get
        {
            lock (_shared)
            {
                return _out.ToString();
            }
        }
    }

    /// <summary>Waits until so many runs have ended.</summary>
    public Task EndsAsync(int runs) => Waiting.ForAsync(() => Ended >= runs || _run.IsCompleted, $"{runs} runs");

    /// <summary>Turns the clock to when the next run is due.</summary>
    public void TurnToNext()
    {
        using var heartbeat = JsonDocument.Parse(File.ReadAllBytes(_heartbeat));
        Time.Advance(DateTimeOffset.FromUnixTimeSeconds(heartbeat.RootElement.GetProperty("next_at").GetInt64()).AddSeconds(1) - Time.GetUtcNow());
    }

    public async Task<CliResult> StopAsync()
    {
        await _stop.CancelAsync();
        return new(await _run.WaitAsync(TimeSpan.FromSeconds(30)), Out, _error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private int Ended => Out.Split("The run ended with ").Length - 1;
}
