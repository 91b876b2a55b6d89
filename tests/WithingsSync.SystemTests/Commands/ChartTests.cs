using WithingsSync.SystemTests.Scene;
using WithingsSync.SystemTests.Terminal;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Commands;

public sealed class ChartTests
{
    [Fact]
    public async Task Every_kind_draws_a_curve_that_fits_the_width()
    {
        await using var world = await PulledAsync();
        foreach (var (kind, title) in new[] { ("weight", "Weight (kg)"), ("fat", "Fat (%)"), ("blood_pressure", "Blood pressure (mmHg)"), ("blood-pressure", "Blood pressure (mmHg)"), ("sleep", "Sleep (hours a night)") })
        {
            var result = await world.RunAsync("chart", kind).Exits(0);

            var lines = result.Out.TrimEnd().Split('\n');
            Assert.StartsWith(title, lines[0], StringComparison.Ordinal);
            Assert.Contains(lines, line => line.Any(character => character is > '\u2800' and <= '\u28FF'));
            Assert.InRange(lines.Skip(1).Max(line => line.Length), 70, 80);
            Assert.Equal(15, lines.Length);
        }
    }

    [Theory]
    [InlineData(40)]
    [InlineData(132)]
    public async Task A_terminals_width_is_used(int columns)
    {
        Needs.Program("script", "bsdutils");
        await using var world = await PulledAsync();

        var result = await Shell.RunOnTerminalAsync(world, $"stty cols {columns}; NO_COLOR=1 withings-sync chart weight");

        Assert.InRange(result.Out.TrimEnd().Split('\n').Max(line => line.TrimEnd().Length), columns - 10, columns);
    }

    [Fact]
    public async Task A_window_without_readings_is_told()
    {
        await using var world = await PulledAsync();

        var result = await world.RunAsync("chart", "weight", "-f", "1990-01-01", "-t", "1990-12-31");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("", result.Out);
        Assert.Contains("1990-01-01 and 1990-12-31", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_kind_is_bad_usage()
    {
        await using var world = await LoopbackWorld.StartAsync();

        Assert.Equal(2, (await world.RunAsync("chart", "mood")).ExitCode);
    }

    private static async Task<LoopbackWorld> PulledAsync()
    {
        var world = await LoopbackWorld.StartAsync();
        await world.SignInAsync();
        Assert.Equal(0, (await world.RunAsync("pull", "-k", "weight,nights")).ExitCode);
        return world;
    }
}
