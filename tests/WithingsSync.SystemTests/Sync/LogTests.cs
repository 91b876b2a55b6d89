using System.Text.Json;
using System.Text.RegularExpressions;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Sync;

/// <summary>What a run says (garmin-trainerroad-fit.md §5.2).</summary>
public sealed partial class LogTests
{
    [Fact]
    public async Task Without_a_terminal_each_line_has_the_Python_tools_form()
    {
        await using var world = await Worlds.SignedInAsync();

        var result = await world.RunAsync("-v", "-f", "14d", "-FJR", "-o", "x", "--features", "BLOOD_PRESSURE").Exits(0);

        Assert.All(Lines(result.Out), line => Assert.Matches(UpstreamLine(), line));
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task The_texts_that_scripts_look_for_are_there()
    {
        await using var world = await Worlds.SignedInAsync(days: 30);

        var full = await world.RunAsync("-f", "30d", "-FJ", "-o", "x").Exits(0);
        var empty = await world.RunAsync("-f", "2020-01-01", "-t", "2020-01-02", "-F", "-o", "none", "--features", "BLOOD_PRESSURE", "--no-upload").Exits(0);

        string[] wanted =
        [
            "Fetching measurements from 2026-05-16 00:00 to 2026-06-15 23:59", "This Withings metric contains valid data. Syncing...",
            "This Withings metric contains no weight data", "Not syncing...", $"Writing fitfile to x.weight.fit.",
            $"Writing jsonfile to x.json.", "No TrainerRoad username or a new measurement - skipping sync", "No Garmin data selected - skipping sync",
        ];
        Assert.All(wanted, text => Assert.Contains(text, full.Out, StringComparison.Ordinal));
        string[] ofEmpty = ["No measurements to upload for date or period specified", "No weight data to sync for FIT file", "No blood pressure data to sync for FIT file", "Skipping upload"];
        Assert.All(ofEmpty, text => Assert.Contains(text, empty.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_in_JSON_is_an_object_a_line()
    {
        await using var world = await Worlds.SignedInAsync();

        var result = await world.RunAsync("--log-format", "json", "-v", "-f", "14d", "-J", "-o", "x").Exits(0);

        Assert.All(Lines(result.Out), line =>
        {
            using var json = JsonDocument.Parse(line);
            Assert.Equal(["time", "level", "logger", "message"], json.RootElement.EnumerateObject().Select(member => member.Name));
            Assert.Equal(world.Time.GetUtcNow(), json.RootElement.GetProperty("time").GetDateTimeOffset());
        });
    }

    [Fact]
    public async Task A_silent_run_that_goes_well_says_nothing()
    {
        await using var world = await Worlds.SignedInAsync();

        var result = await world.RunAsync("-s", "-f", "14d", "-FJ", "-o", "x").Exits(0);

        Assert.Empty(result.Out);
        Assert.Empty(result.Error);
        Assert.True(File.Exists(world.PathOf("x.json")));
    }

    [Fact]
    public async Task A_silent_run_still_names_what_was_left_out()
    {
        await using var world = await Worlds.SignedInAsync();
        world.World.Weigh(Worlds.Demo, 700m);

        var result = await world.RunAsync("-s", "-F", "-o", "x").Exits(6);

        Assert.Contains("WARNING", Assert.Single(Lines(result.Out)), StringComparison.Ordinal);
        Assert.Contains("700", result.Out, StringComparison.Ordinal);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - [\w.]+ - (DEBUG|INFO|WARNING|ERROR|CRITICAL) - \S?.*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UpstreamLine();
}
