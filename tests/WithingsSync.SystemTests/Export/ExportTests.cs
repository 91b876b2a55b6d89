using System.Globalization;
using System.Text.Json;
using WithingsSync.Fit;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using WithingsSync.Testing.Fit;
using Xunit;

namespace WithingsSync.SystemTests.Export;

/// <summary><c>export</c>: the archive as files, without the network.</summary>
public sealed class ExportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_kind_is_exported_without_the_network_and_every_file_can_be_read()
    {
        await using var world = await PulledAsync();

        await world.RunAsync("export", "-J", "--to-csv", "-F", "-o", "all").Exits(0);

        Assert.Equal(0, world.Requests());
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(world.PathOf("all.json"), Cancellation));
        foreach (var file in Directory.EnumerateFiles(world.Folder, "all.*"))
        {
            await AssertReadableAsync(file, json.RootElement);
        }

        Assert.True(Directory.EnumerateFiles(world.Folder, "all.*.csv").Count() >= 12);
        world.IsTidy();
    }

    [Fact]
    public async Task Every_number_of_every_measure_is_exact()
    {
        await using var world = await PulledAsync();
        world.World.AddGroup(Worlds.Demo, [new(1, 7_535_012, -5), new(6, 1, -12), new(71, 37, 0), new(8, -5, -1)], Worlds.Noon.AddMinutes(-7));
        await world.RunAsync("pull", "--kinds", "measures").Exits(0);

        await world.RunAsync("export", "-J", "-o", "all", "--kinds", "measures").Exits(0);

        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(world.PathOf("all.json"), Cancellation));
        Assert.Equal(
            world.World.TruthOf(Worlds.Demo).Groups.SelectMany(group => group.Measures.Select(measure => (group.Id, measure.Type, TruthAsJson.Value(measure)))).Order(),
            json.RootElement.GetProperty("measures").EnumerateArray().Select(Row).Order());

        static (long, int, decimal) Row(JsonElement row) =>
            (row.GetProperty("group_id").GetInt64(), row.GetProperty("type").GetInt32(), row.GetProperty("decimal").GetDecimal());
    }

    [Theory]
    [InlineData("2026-06-08", "2026-06-10")]
    [InlineData("2026-06-13", null)]
    [InlineData(null, "2026-06-04")]
    [InlineData("5d", "yesterday")]
    public async Task Only_the_days_asked_for_are_exported(string? from, string? to)
    {
        await using var world = await PulledAsync();

        await world.RunAsync(["export", "--to-csv", "-F", "-o", "some", "--kinds", "weight", .. from is null ? Array.Empty<string>() : ["-f", from], .. to is null ? Array.Empty<string>() : ["-t", to]]).Exits(0);

        var first = from switch { null => DateTimeOffset.UnixEpoch, "5d" => Midnight("2026-06-10"), _ => Midnight(from) };
        var last = to switch { null => Worlds.Noon, "yesterday" => Midnight("2026-06-15"), _ => Midnight(to).AddDays(1) };
        var expected = TruthAsJson.Weights(world, first, last.AddSeconds(-1));
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(weight => weight.Kilograms), (await File.ReadAllLinesAsync(world.PathOf("some.weight.csv"), Cancellation)).Skip(1).Select(line => decimal.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)));
        Assert.Equal(expected.Count, FitReader.Read(await File.ReadAllBytesAsync(world.PathOf("some.weight.fit"), Cancellation)).SelectMany(file => file.Messages).Count(message => message.Name == "weight_scale"));
    }

    [Theory]
    [InlineData("Europe/Paris")]
    [InlineData("America/Los_Angeles")]
    [InlineData("Pacific/Kiritimati")]
    public async Task Of_one_day_the_days_and_nights_of_that_day_are_exported_in_any_zone(string zone)
    {
        await using var world = await PulledAsync(new SelfMovingTime(Worlds.Noon, TimeZoneInfo.FindSystemTimeZoneById(zone)));

        await world.RunAsync("export", "--to-csv", "-o", "one", "--kinds", "activity", "nights", "-f", "2026-06-08", "-t", "2026-06-08").Exits(0);

        foreach (var kind in new[] { "activity", "nights" })
        {
            var lines = await File.ReadAllLinesAsync(world.PathOf($"one.{kind}.csv"), Cancellation);
            var column = Array.IndexOf(lines[0].Split(','), "date");
            Assert.All(lines.Skip(1), line => Assert.Equal("2026-06-08", line.Split(',')[column]));
            Assert.NotEmpty(lines.Skip(1));
        }
    }

    [Fact]
    public async Task Only_the_kinds_asked_for_are_exported()
    {
        await using var world = await PulledAsync();

        await world.RunAsync("export", "--to-csv", "-J", "-o", "some", "--kinds", "nights", "workouts").Exits(0);

        Assert.Equal(["some.json", "some.nights.csv", "some.workouts.csv"], Directory.EnumerateFiles(world.Folder, "some.*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_a_basename_the_files_of_sync_are_left_alone()
    {
        await using var world = await PulledAsync();
        await world.RunAsync("-f", "14d", "-J").Exits(0);
        var before = await File.ReadAllBytesAsync(world.PathOf("withings.json"), Cancellation);

        await world.RunAsync("export", "-J").Exits(0);

        Assert.Equal(before, await File.ReadAllBytesAsync(world.PathOf("withings.json"), Cancellation));
        Assert.True(File.Exists(world.PathOf("withings_export.json")));
    }

    [Fact]
    public async Task The_report_names_where_everything_went()
    {
        await using var world = await PulledAsync();

        var result = await world.RunAsync("export", "--report").Exits(0);

        Assert.All(["weight", "hr_average", "sleep_score", "steps"], name => Assert.Contains(name, result.Out, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_value_that_FIT_cannot_hold_is_named_and_the_rest_is_written()
    {
        await using var world = await PulledAsync();
        world.World.Weigh(Worlds.Demo, 700m);
        await world.RunAsync("pull", "--kinds", "weight").Exits(0);

        var result = await world.RunAsync("export", "-F", "-o", "all").Exits(6);

        Assert.Contains("700", result.Error, StringComparison.Ordinal);
        await OfficialFitDecoder.AssertAgreesAsync(await File.ReadAllBytesAsync(world.PathOf("all.weight.fit"), Cancellation), Cancellation);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"access_token": null, "refresh_token": null, "userid": null}""")]
    [InlineData("""{"access_token": "a", "refresh_token": "r"}""")]
    public async Task An_archive_of_one_person_is_exported_without_a_session_that_names_them(string? session)
    {
        await using var world = await PulledAsync();
        File.Delete(world.UserFile);
        if (session is not null)
        {
            await File.WriteAllTextAsync(world.UserFile, session, Cancellation);
        }

        await world.RunAsync("export", "--csv", "-o", "all", "-k", "weight").Exits(0);

        Assert.True(File.Exists(world.PathOf("all.weight.csv")));
    }

    [Fact]
    public async Task Before_anybody_signed_in_the_way_to_begin_is_named()
    {
        await using var world = await Worlds.StrangerAsync(days: 1);

        (await world.RunAsync("export", "-J")).FailsWith(2, "withings-sync login");
    }

    [Fact]
    public async Task Before_anything_was_pulled_that_is_said()
    {
        await using var world = await Worlds.SignedInAsync(days: 1);
        File.Delete(world.ArchiveFile);

        (await world.RunAsync("export", "-J")).FailsWith(1, "no archive");
        Assert.False(File.Exists(world.PathOf("withings_export.json")));
    }

    [Fact]
    public async Task Without_a_format_it_is_bad_usage()
    {
        await using var world = await Worlds.SignedInAsync(days: 1);

        (await world.RunAsync("export")).FailsWith(2, "--to-json");
    }

    private static async Task<LoopbackWorld> PulledAsync(TimeProvider? time = null)
    {
        var world = await Worlds.SignedInAsync(time: time);
        await world.RunAsync("pull").Exits(0);
        world.World.Requests.Clear();
        return world;
    }

    private static async Task AssertReadableAsync(string file, JsonElement json)
    {
        if (file.EndsWith(".fit", StringComparison.Ordinal))
        {
            await OfficialFitDecoder.AssertAgreesAsync(await File.ReadAllBytesAsync(file, Cancellation), Cancellation);
        }
        else if (file.EndsWith(".csv", StringComparison.Ordinal))
        {
            var rows = (await File.ReadAllTextAsync(file, Cancellation)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(json.GetProperty(Path.GetFileName(file).Split('.')[1]).GetArrayLength(), rows.Length - 1);
        }
    }

    private static DateTimeOffset Midnight(string day)
    {
        var local = DateTime.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new(local, Worlds.Paris.GetUtcOffset(local));
    }
}
