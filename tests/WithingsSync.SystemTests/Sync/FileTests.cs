using System.Globalization;
using System.Text.Json;
using WithingsSync.Fit;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using WithingsSync.Testing.Fit;
using Xunit;

namespace WithingsSync.SystemTests.Sync;

/// <summary>What stands in the files of <c>sync</c>, against the simulator's truth.</summary>
public sealed class FileTests
{
    private static readonly DateTimeOffset MonthAgo = new(2026, 5, 16, 0, 0, 0, TimeSpan.FromHours(2));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task JSON_FIT_and_CSV_hold_what_was_measured()
    {
        await using var world = await Worlds.SignedInAsync(days: 40);

        await world.RunAsync("-f", "30d", "-FJ", "--to-csv", "-o", "x", "--features", "BLOOD_PRESSURE").Exits(0);

        TruthAsJson.AssertIs(world, "x.json", MonthAgo, Worlds.Noon, withBloodPressure: true);
        await AssertFitAsync(world, "x.weight.fit", MonthAgo);
        await OfficialFitDecoder.AssertAgreesAsync(await File.ReadAllBytesAsync(world.PathOf("x.blood_pressure.fit"), Cancellation), Cancellation);
        AssertCsv(world, "x.weight.csv", MonthAgo);
        Assert.True(File.Exists(world.PathOf("x.blood_pressure.csv")));
        world.IsTidy();
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_keeps_none_of_the_others_back()
    {
        await using var world = await Worlds.SignedInAsync();
        Directory.CreateDirectory(world.PathOf("x.weight.fit/in the way"));
        Directory.CreateDirectory(world.PathOf("x.weight.csv/in the way"));

        var result = await world.RunAsync("-f", "14d", "-FJ", "--to-csv", "-o", "x").Exits(1);

        Assert.Contains("Writing jsonfile to", result.Out, StringComparison.Ordinal);
        Assert.Contains("The CSV file was not written: ", result.Out, StringComparison.Ordinal);
        Assert.Contains("x.weight.fit", result.Error, StringComparison.Ordinal);
        TruthAsJson.AssertIs(world, "x.json", new(2026, 6, 1, 0, 0, 0, TimeSpan.FromHours(2)), Worlds.Noon, withBloodPressure: false);
        world.IsTidy();
    }

    [Fact]
    public async Task The_same_run_again_writes_the_same_bytes()
    {
        await using var world = await Worlds.SignedInAsync();
        string[] arguments = ["-f", "14d", "-FJ", "--to-csv", "-o", "x", "--features", "BLOOD_PRESSURE"];

        await world.RunAsync(arguments).Exits(0);
        var first = Contents(world);
        await world.RunAsync(arguments).Exits(0);

        Assert.Equal(first, Contents(world));
        Assert.Equal(5, first.Count);
    }

    [Fact]
    public async Task Without_a_basename_the_files_are_called_after_Withings()
    {
        await using var world = await Worlds.SignedInAsync();

        await world.RunAsync("-f", "14d", "-FJ").Exits(0);

        Assert.True(File.Exists(world.PathOf("withings.json")));
        Assert.True(File.Exists(world.PathOf("withings.weight.fit")));
    }

    [Fact]
    public async Task An_empty_basename_or_config_folder_is_none()
    {
        await using var world = await Worlds.SignedInAsync();

        await world.RunAsync("-f", "14d", "-J", "-o", "", "-c", "").Exits(0);
        await world.RunAsync("export", "-J", "-o", "").Exits(2);

        Assert.True(File.Exists(world.PathOf("withings.json")));
        Assert.False(File.Exists(world.PathOf("archive.db")));
        Assert.False(File.Exists(world.Folder + ".json"));
    }

    [Theory]
    [InlineData("x", "x.withings_raw.json")]
    [InlineData(null, "withings_raw_20260610_20260612.json")]
    public async Task The_raw_answer_is_kept_as_it_came(string? basename, string file)
    {
        await using var world = await Worlds.SignedInAsync();
        await world.RunAsync("-s").Exits(0);

        await world.RunAsync(["-R", "-f", "2026-06-10", "-t", "2026-06-12", .. basename is null ? Array.Empty<string>() : ["-o", basename]]).Exits(0);

        using var raw = JsonDocument.Parse(await File.ReadAllBytesAsync(world.PathOf(file), Cancellation));
        var (from, to) = (new DateTimeOffset(2026, 6, 9, 22, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), new DateTimeOffset(2026, 6, 12, 21, 59, 59, TimeSpan.Zero).ToUnixTimeSeconds());
        Assert.Equal(
            world.World.TruthOf(Worlds.Demo).Groups.Where(group => group.Date >= from && group.Date <= to).Select(group => group.Id).Order(),
            raw.RootElement.GetProperty("body").GetProperty("measuregrps").EnumerateArray().Select(group => group.GetProperty("grpid").GetInt64()).Order());
    }

    [Fact]
    public async Task Several_pages_of_raw_answers_are_one_JSON_document()
    {
        await using var world = await Worlds.SignedInAsync(measuresPageSize: 7);

        await world.RunAsync("-R", "-o", "x").Exits(0);

        using var raw = JsonDocument.Parse(await File.ReadAllBytesAsync(world.PathOf("x.withings_raw.json"), Cancellation));
        Assert.Equal(world.World.TruthOf(Worlds.Demo).Groups.Count, raw.RootElement.EnumerateArray().Sum(page => page.GetProperty("body").GetProperty("measuregrps").GetArrayLength()));
    }

    [Fact]
    public async Task A_missing_folder_is_named_and_the_archive_is_filled_all_the_same()
    {
        await using var world = await Worlds.SignedInAsync();

        (await world.RunAsync("-J", "-f", "14d", "-o", "no/such/x")).FailsWith(1, "does not exist");

        world.World.Requests.Clear();
        await world.RunAsync("-J", "-o", "x").Exits(0);
        Assert.Equal(1, world.Requests());
    }

    [Fact]
    public async Task A_value_that_FIT_cannot_hold_is_named_and_the_rest_is_written()
    {
        await using var world = await Worlds.SignedInAsync(days: 3);
        world.World.Weigh(Worlds.Demo, 75.35m);
        world.World.Weigh(Worlds.Demo, 700m, date: Worlds.Noon.AddMinutes(-1));

        var result = await world.RunAsync("-F", "-J", "-o", "x").Exits(6);

        Assert.Contains("weight_scale.weight 700", result.Out, StringComparison.Ordinal);
        Assert.Contains(7535, Weights(world, "x.weight.fit").Select(weight => (int)(weight.Kilograms * 100)));
        Assert.DoesNotContain(Weights(world, "x.weight.fit"), weight => weight.Kilograms > 600);
        TruthAsJson.AssertIs(world, "x.json", new(2026, 6, 15, 0, 0, 0, TimeSpan.FromHours(2)), Worlds.Noon);
    }

    [Fact]
    public async Task Of_two_weighings_with_one_local_time_neither_is_lost()
    {
        var time = new SelfMovingTime(new(2026, 10, 25, 12, 0, 0, TimeSpan.Zero), Worlds.Paris);
        await using var world = await Worlds.SignedInAsync(days: 2, time);
        world.World.Weigh(Worlds.Demo, 81.1m, date: new(2026, 10, 25, 0, 30, 0, TimeSpan.Zero));
        world.World.Weigh(Worlds.Demo, 81.2m, date: new(2026, 10, 25, 1, 30, 0, TimeSpan.Zero));

        await world.RunAsync("-J", "-o", "x").Exits(0);

        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(world.PathOf("x.json"), Cancellation));
        Assert.Equal(81.1m, json.RootElement.GetProperty("2026-10-25 02:30:00").GetProperty("Weight").GetProperty("Value").GetDecimal());
        Assert.Equal(81.2m, json.RootElement.GetProperty("2026-10-25 02:30:00+01:00").GetProperty("Weight").GetProperty("Value").GetDecimal());
    }

    [Fact]
    public async Task Only_the_owner_may_read_the_session_and_the_archive()
    {
        await using var world = await Worlds.SignedInAsync(days: 2);
        await world.RunAsync("-s").Exits(0);

        foreach (var file in new[] { world.UserFile, world.ArchiveFile })
        {
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    private static async Task AssertFitAsync(LoopbackWorld world, string file, DateTimeOffset from)
    {
        await OfficialFitDecoder.AssertAgreesAsync(await File.ReadAllBytesAsync(world.PathOf(file), Cancellation), Cancellation);
        Assert.Equal(
            TruthAsJson.Weights(world, from, Worlds.Noon).Select(weight => (weight.At, decimal.Round(weight.Kilograms, 2, MidpointRounding.AwayFromZero))),
            Weights(world, file));
    }

    private static List<(DateTimeOffset At, decimal Kilograms)> Weights(LoopbackWorld world, string file) =>
        [.. FitReader.Read(File.ReadAllBytes(world.PathOf(file))).SelectMany(content => content.Messages).Where(message => message.Name == "weight_scale")
            .Select(message => (message.Timestamp!.Value, message.Value("weight")!.Value))]; // both were asserted to be there by the official decoder

    private static void AssertCsv(LoopbackWorld world, string file, DateTimeOffset from)
    {
        var lines = File.ReadAllLines(world.PathOf(file));
        Assert.StartsWith("measured_at,weight_kg,", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            TruthAsJson.Weights(world, from, Worlds.Noon),
            lines.Skip(1).Select(line => line.Split(',')).Select(cells => (DateTimeOffset.Parse(cells[0], CultureInfo.InvariantCulture), decimal.Parse(cells[1], CultureInfo.InvariantCulture))));
    }

    private static Dictionary<string, string> Contents(LoopbackWorld world) =>
        Directory.EnumerateFiles(world.Folder, "x.*").ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(file)), StringComparer.Ordinal);
}
