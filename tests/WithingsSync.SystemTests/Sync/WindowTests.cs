using System.Text.Json;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Sync;

/// <summary>Which days are written: those asked for, else since the last mark, else today.</summary>
public sealed class WindowTests
{
    [Theory]
    [InlineData("yesterday", null, "2026-06-14", "2026-06-15")]
    [InlineData("yesterday", "yesterday", "2026-06-14", "2026-06-14")]
    [InlineData("30d", null, "2026-05-16", "2026-06-15")]
    [InlineData("1m", "2026-06-01", "2026-05-15", "2026-06-01")]
    [InlineData("1y", "10d", "2025-06-15", "2026-06-05")]
    [InlineData("2026-06-15", null, "2026-06-15", "2026-06-15")]
    [InlineData(null, "today", "2026-06-15", "2026-06-15")]
    public async Task Days_may_be_dates_or_reckoned_from_today(string? from, string? to, string first, string last)
    {
        await using var world = await Worlds.SignedInAsync(days: 45);

        await world.RunAsync(["-J", "-o", "x", .. from is null ? Array.Empty<string>() : ["-f", from], .. to is null ? Array.Empty<string>() : ["-t", to]]).Exits(0);

        AssertFile(world, Midnight(first), Midnight(last).AddDays(1).AddSeconds(-1));
    }

    [Fact]
    public async Task Without_a_mark_today_is_written_and_everything_is_archived()
    {
        await using var world = await Worlds.SignedInAsync(days: 45);
        world.World.Weigh(Worlds.Demo, 80m);

        await world.RunAsync("-J", "-o", "x").Exits(0);
        AssertFile(world, Midnight("2026-06-15"), Worlds.Noon);

        await world.RunAsync("export", "-J", "-o", "all", "--kinds", "measures").Exits(0);
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(world.PathOf("all.json"), TestContext.Current.CancellationToken));
        Assert.Equal(world.World.TruthOf(Worlds.Demo).Groups.Sum(group => group.Measures.Count), json.RootElement.GetProperty("measures").GetArrayLength());
    }

    [Fact]
    public async Task The_Python_tools_session_and_mark_are_honoured()
    {
        await using var world = await Worlds.SignedInAsync(days: 45);
        var mark = new DateTimeOffset(2026, 6, 5, 6, 0, 0, TimeSpan.Zero);
        UpstreamSession.Write(world, world.UserFile, lastSync: mark.ToUnixTimeSeconds());

        await world.RunAsync("-J", "-o", "x").Exits(0);

        AssertFile(world, mark, Worlds.Noon);
        Assert.Equal(mark.ToUnixTimeSeconds(), UpstreamSession.Read(world.UserFile).GetProperty("last_sync").GetInt64());
    }

    [Fact]
    public async Task A_session_of_the_Python_tool_is_renewed_once_and_then_its_life_is_known()
    {
        await using var world = await Worlds.SignedInAsync(days: 3);
        UpstreamSession.Write(world, world.UserFile, lastSync: null);
        File.Delete(world.ArchiveFile);

        await world.RunAsync("-s").Exits(0);
        await world.RunAsync("-s").Exits(0);

        Assert.Equal(1, world.World.Requests.CountOf("/v2/oauth2", "requesttoken"));
        Assert.Equal(2, world.World.Requests.CountOf("/measure", "getmeas"));
    }

    [Theory]
    [InlineData("2023-02-30")]
    [InlineData("2026-13-1")]
    [InlineData("01.06.2026")]
    [InlineData("tomorrow")]
    [InlineData("-5d")]
    [InlineData("99999y")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public async Task A_day_that_does_not_exist_is_bad_usage(string day)
    {
        await using var world = await Worlds.SignedInAsync(days: 1);

        foreach (var option in new[] { "--fromdate", "--todate" })
        {
            (await world.RunAsync($"{option}={day}")).FailsWith(2, $"'{day}'");
        }

        (await world.RunAsync("pull", $"--fromdate={day}")).FailsWith(2, $"'{day}'");
        (await world.RunAsync("pull", "--fromdate=2023-01-01", $"--todate={day}")).FailsWith(2, $"'{day}'");

        Assert.Equal(0, world.Requests());
    }

    [Fact]
    public async Task A_window_that_ends_before_it_begins_is_bad_usage()
    {
        await using var world = await Worlds.SignedInAsync(days: 1);

        (await world.RunAsync("-f", "2026-06-10", "-t", "2026-06-09")).FailsWith(2, "comes after");
        Assert.Equal(0, world.Requests());
    }

    [Fact]
    public async Task A_last_day_before_the_mark_gives_nothing_and_deletes_nothing()
    {
        await using var world = await Worlds.SignedInAsync();
        await world.RunAsync("-s").Exits(0);

        var result = await world.RunAsync("-R", "-J", "-t", "yesterday", "-o", "x").Exits(0);

        Assert.Contains("No measurements to upload", result.Out, StringComparison.Ordinal);
        await world.RunAsync("-J", "-f", "20d", "-o", "x").Exits(0);
        AssertFile(world, DateTimeOffset.UnixEpoch, Worlds.Noon);
    }

    private static void AssertFile(LoopbackWorld world, DateTimeOffset from, DateTimeOffset to)
    {
        if (TruthAsJson.Moments(world, from, to, withBloodPressure: false).Count == 0 && !File.Exists(world.PathOf("x.json")))
        {
            return;
        }

        TruthAsJson.AssertIs(world, "x.json", from, to);
    }

    private static DateTimeOffset Midnight(string day)
    {
        var local = DateTime.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return new(local, Worlds.Paris.GetUtcOffset(local));
    }
}
