using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Terminal;

/// <summary>Colours, tables and progress are for terminals; a pipe gets lines a script can read, results apart from talk.</summary>
public sealed class OutputTests
{
    [Fact]
    public async Task A_terminal_gets_colours_and_drawn_tables()
    {
        Needs.Program("script", "bsdutils");
        await using var world = await PulledAsync();

        var chart = await Shell.RunOnTerminalAsync(world, "withings-sync chart weight");
        var status = await Shell.RunOnTerminalAsync(world, "withings-sync status");

        Assert.Contains("\e[36m", chart.Out, StringComparison.Ordinal);
        Assert.Contains("╭", status.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\t', status.Out);
    }

    [Theory]
    [InlineData("NO_COLOR=1")]
    [InlineData("TERM=dumb")]
    public async Task A_terminal_whose_owner_wants_no_colours_gets_none(string setting)
    {
        Needs.Program("script", "bsdutils");
        await using var world = await PulledAsync();

        foreach (var command in new[] { "chart weight", "status", "doctor" })
        {
            var result = await Shell.RunOnTerminalAsync(world, $"{setting} withings-sync {command}");
            Assert.DoesNotContain("\e[3", result.Out, StringComparison.Ordinal);
            Assert.True(result.Out.Length > 200, result.ToString());
        }
    }

    [Fact]
    public async Task A_pipe_gets_no_escape_and_tabs()
    {
        await using var world = await PulledAsync();

        foreach (var command in new[] { "chart weight", "status", "doctor", "pull" })
        {
            var result = await Shell.RunAsync(world, $"withings-sync {command} | cat");
            Assert.Equal(0, result.ExitCode);
            Assert.DoesNotContain('\e', result.Out + result.Error);
        }

        var pull = await Shell.RunAsync(world, "withings-sync pull");
        Assert.StartsWith("kind\tnew\tchanged\tdeleted\nmeasures\t0\t0\t0\n", pull.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_shown_on_a_terminal_only()
    {
        Needs.Program("script", "bsdutils");
        await using var world = await LoopbackWorld.StartAsync(historyDays: 30);
        await world.SignInAsync();

        var onTerminal = await Shell.RunOnTerminalAsync(world, "withings-sync pull");
        var piped = await Shell.RunAsync(world, "withings-sync pull --all");

        Assert.Equal(0, onTerminal.ExitCode);
        Assert.Matches(", \\d+ received\e\\[K", onTerminal.Out);
        Assert.DoesNotMatch(@", \d+ received", piped.Out + piped.Error);
        Assert.DoesNotContain('\r', piped.Out + piped.Error);
    }

    [Fact]
    public async Task No_line_of_the_progress_is_wider_than_the_terminal()
    {
        Needs.Program("script", "bsdutils");
        await using var world = await LoopbackWorld.StartAsync(historyDays: 30);
        await world.SignInAsync();

        var result = await Shell.RunOnTerminalAsync(world, "stty cols 20; withings-sync pull");

        var lines = result.Out.Split('\r', '\n').Where(line => line.EndsWith("\e[K", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.InRange(line.Length - "\e[K".Length, 0, 19));
    }

    [Fact]
    public async Task Results_go_to_stdout_and_talk_to_stderr()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 30);
        await world.SignInAsync();

        var pull = await Shell.RunAsync(world, "withings-sync pull -v");

        Assert.DoesNotContain("Withings:", pull.Out, StringComparison.Ordinal);
        Assert.Contains("requests to Withings.", pull.Error, StringComparison.Ordinal);
        Assert.All(pull.Out.TrimEnd().Split('\n'), line => Assert.Equal(4, line.Split('\t').Length));
    }

    [Fact]
    public async Task The_run_log_of_sync_goes_to_stdout_so_that_tee_keeps_it()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 30);
        await world.SignInAsync();

        var result = await Shell.RunAsync(world, "withings-sync -f 30d -J -o month --no-upload | tee log");

        Assert.Equal(result.Out, await File.ReadAllTextAsync(world.PathOf("log")));
        Assert.Equal("", result.Error);
        Assert.All(result.Out.TrimEnd().Split('\n'), line => Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - \w+ - (INFO|WARNING) - .+$", line));
    }

    [Theory]
    [InlineData("withings-sync status | head -1")]
    [InlineData("withings-sync -f 1y -J -o year --no-upload | head -1")]
    [InlineData("withings-sync --help | head -1")]
    [InlineData("withings-sync chart | true")]
    public async Task A_reader_who_leaves_early_sees_no_stack_trace(string command)
    {
        await using var world = await PulledAsync();

        var result = await Shell.RunAsync(world, command);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task What_a_reader_who_left_asked_for_is_still_done()
    {
        await using var world = await PulledAsync();

        var result = await Shell.RunAsync(world, "set -o pipefail; withings-sync -f 1y -J -o year --no-upload | true");

        Assert.Equal(0, result.ExitCode);
        Assert.True(File.Exists(world.PathOf("year.json")));
    }

    [Theory]
    [InlineData(">&-")]
    [InlineData(">/dev/full")]
    public async Task An_output_that_takes_nothing_is_an_error_in_one_line(string redirection)
    {
        await using var world = await PulledAsync();

        var result = await Shell.RunAsync(world, $"withings-sync status {redirection}");

        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.StartsWith("withings-sync: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_place_for_errors_the_exit_code_still_tells()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 30);

        var result = await Shell.RunAsync(world, "withings-sync pull 2>&-");

        Assert.Equal(3, result.ExitCode);
        Assert.Equal("", result.Out);
    }

    private static async Task<LoopbackWorld> PulledAsync()
    {
        var world = await LoopbackWorld.StartAsync(historyDays: 30);
        await world.SignInAsync();
        var pull = await world.RunAsync("pull");
        Assert.True(pull.ExitCode == 0, pull.ToString());
        return world;
    }
}
