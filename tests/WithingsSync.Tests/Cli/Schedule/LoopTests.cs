using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Cli.Schedule;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.Tests.Cli.Schedule;

/// <summary>The loop on a clock that somebody corrects.</summary>
public sealed class LoopTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(3);

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _stop = new();
    private int _runs;

    public void Dispose()
    {
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(0, 3, 6)]
    [InlineData(12, 12, 12.1)]
    public async Task A_clock_that_was_ahead_and_is_set_back_puts_the_next_run_off_by_two_intervals_or_what_was_asked(int askedHours, double earliest, double latest)
    {
        var loop = RunAsync(askedHours);
        Assert.Null(Beat().Illness(_time.GetUtcNow()));

        _time.SetBack(TimeSpan.FromDays(400));
        Assert.Contains("set back", Beat().Illness(_time.GetUtcNow()), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Null(Beat().Illness(_time.GetUtcNow()));
        Assert.InRange(Beat().NextAt!.Value - _time.GetUtcNow(), TimeSpan.FromHours(earliest), TimeSpan.FromHours(latest));
        _time.Advance(Beat().NextAt!.Value - _time.GetUtcNow());
        Assert.Equal(2, _runs);
        await StopAsync(loop);
    }

    [Fact]
    public async Task A_clock_set_back_by_a_moment_puts_no_run_off()
    {
        var loop = RunAsync(askedHours: 0);
        var next = Beat().NextAt!.Value;

        _time.SetBack(TimeSpan.FromSeconds(400));
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Null(Beat().Illness(_time.GetUtcNow()));
        Assert.InRange(Beat().NextAt!.Value, _time.GetUtcNow() + (Interval / 2), next);
        await StopAsync(loop);
    }

    private string HeartbeatPath => Path.Combine(_folder, "heartbeat.json");

    private Heartbeat Beat() => HeartbeatFile.Find(HeartbeatPath)!;

    /// <summary>All on this thread, up to the first sleep.</summary>
    private Task RunAsync(int askedHours) => new Loop(
        Interval,
        HeartbeatPath,
        _ => Task.FromResult(new RunEnd(0, ++_runs == 1 && askedHours > 0 ? _time.GetUtcNow().AddHours(askedHours) : null)),
        _time,
        new Random(1),
        NullLogger.Instance).RunAsync(_stop.Token);

    private async Task StopAsync(Task loop)
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
    }
}
