using WithingsSync.Simulator.Faults;
using WithingsSync.Simulator.Garmin;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;
using static WithingsSync.SystemTests.Scene.Services;

namespace WithingsSync.SystemTests.Deliveries;

/// <summary>What a person's readings come to at Garmin Connect and TrainerRoad, run after run.</summary>
public sealed class SyncTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 6, 14, 22, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_weighing_reaches_Garmin_and_TrainerRoad_once()
    {
        await using var world = await Worlds.SignedInAsync(days: 3);
        world.World.Weigh(Worlds.Demo, 80.53m, fatPercent: 21.5m);

        await world.RunAsync([.. ToGarmin, .. ToTrainerRoad]).Exits(0);
        await world.RunAsync([.. ToGarmin, .. ToTrainerRoad]).Exits(0);

        world.GarminIsTrue(Midnight);
        Assert.Contains(world.WeighIns(), line => line.EndsWith(" 80530", StringComparison.Ordinal));
        Assert.Equal(80.53m, world.World.TrainerRoad.WeightOf(Rider));
    }

    [Fact]
    public async Task The_composition_goes_along()
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        world.World.AddGroup(Worlds.Demo, [new(4, 182, -2)]);
        world.World.Weigh(Worlds.Demo, 80.53m, fatPercent: 21.5m);

        await world.RunAsync(ToGarmin).Exits(0);

        var there = Assert.Single(world.World.Garmin.WeighInsOf(Garmin), weighIn => weighIn.Grams == 80530);
        Assert.Equal(21.5, there.BodyFat!.Value, 0.05);
        Assert.Equal(24.3, there.Bmi!.Value, 0.05);
        Assert.NotNull(there.BodyWater);
        Assert.NotNull(there.BoneMassGrams);
        Assert.NotNull(there.MuscleMassGrams);
        Assert.Equal("INDEX_SCALE", there.SourceType);
    }

    [Fact]
    public async Task With_nothing_new_Withings_is_asked_twice_at_most_and_nobody_else()
    {
        await using var world = await Worlds.SignedInAsync(days: 3);
        await world.RunAsync([.. ToGarmin, .. ToTrainerRoad]).Exits(0);
        for (var run = 0; run < 3; run++)
        {
            Clear(world);

            await world.RunAsync([.. ToGarmin, .. ToTrainerRoad]).Exits(0);

            Assert.InRange(world.Requests(), 1, 2);
            Assert.Equal((0, 0), (world.GarminRequests(), world.World.TrainerRoad.Requests.Total));
            world.Clock().Advance(TimeSpan.FromMinutes(7));
        }

        world.Clock().Advance(TimeSpan.FromHours(26));
        Clear(world);

        await world.RunAsync([.. ToGarmin, .. ToTrainerRoad, "--fromdate", "today"]).Exits(0);

        Assert.InRange(world.Requests(), 1, 3);
    }

    [Fact]
    public async Task Blood_pressures_go_with_the_feature_and_alone_when_asked_for()
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        world.World.Weigh(Worlds.Demo, 80.5m);
        world.World.TakeBloodPressure(Worlds.Demo, 125, 80, 61);

        await world.RunAsync([.. ToGarmin, "--features", "BLOOD_PRESSURE_ONLY"]).Exits(0);

        Assert.Empty(world.WeighIns());
        Assert.Equal(world.TruePressures(Midnight), world.Pressures());

        await world.RunAsync([.. ToGarmin, "--features", "BLOOD_PRESSURE"]).Exits(0);
        await world.RunAsync([.. ToGarmin]).Exits(0);

        world.GarminIsTrue(Midnight);
        Assert.Equal(world.TruePressures(Midnight), world.Pressures());
    }

    [Fact]
    public async Task Blood_pressures_can_go_as_a_file()
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        world.Environment["GARMIN_BLOOD_PRESSURE"] = "fit";
        world.World.TakeBloodPressure(Worlds.Demo, 125, 80, 61);

        await world.RunAsync([.. ToGarmin, "--features", "BLOOD_PRESSURE_ONLY"]).Exits(0);
        await world.RunAsync([.. ToGarmin, "--features", "BLOOD_PRESSURE_ONLY"]).Exits(0);

        Assert.Equal(world.TruePressures(Midnight), world.Pressures());
        Assert.Equal(1, world.World.Garmin.Uploads);
    }

    [Fact]
    public async Task An_edited_reading_takes_the_place_of_the_one_before()
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        var group = world.World.Weigh(Worlds.Demo, 80.5m);
        await world.RunAsync([.. ToGarmin, .. ToTrainerRoad]).Exits(0);
        world.Clock().Advance(TimeSpan.FromMinutes(5));
        world.World.EditGroup(Worlds.Demo, group.Id, [new(1, 79100, -3)]);

        await world.RunAsync([.. ToGarmin, .. ToTrainerRoad]).Exits(0);

        world.GarminIsTrue(Midnight);
        Assert.Equal(79.1m, world.World.TrainerRoad.WeightOf(Rider));
    }

    [Fact]
    public async Task A_reading_whose_time_is_corrected_moves()
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        var group = world.World.Weigh(Worlds.Demo, 80.5m);
        await world.RunAsync(ToGarmin).Exits(0);
        world.Clock().Advance(TimeSpan.FromMinutes(5));
        world.World.EditGroup(Worlds.Demo, group.Id, date: Worlds.Noon.AddHours(-3));

        await world.RunAsync(ToGarmin).Exits(0);

        world.GarminIsTrue(Midnight);
    }

    [Fact]
    public async Task A_deleted_reading_is_taken_away_within_a_day()
    {
        await using var world = await Worlds.SignedInAsync(days: 3);
        var group = world.World.Weigh(Worlds.Demo, 60m);
        await world.RunAsync([.. ToGarmin, .. ToTrainerRoad]).Exits(0);
        world.World.DeleteGroup(Worlds.Demo, group.Id);
        world.Clock().Advance(TimeSpan.FromHours(25));

        await world.RunAsync([.. ToGarmin, .. ToTrainerRoad]).Exits(0);

        world.GarminIsTrue(Midnight);
        Assert.DoesNotContain(world.WeighIns(), line => line.EndsWith(" 60000", StringComparison.Ordinal));
        Assert.NotEqual(60m, world.World.TrainerRoad.WeightOf(Rider));
    }

    [Fact]
    public async Task A_reading_that_reaches_Withings_days_late_is_delivered()
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        world.World.Weigh(Worlds.Demo, 80.5m);
        await world.RunAsync(ToGarmin).Exits(0);
        world.Clock().Advance(TimeSpan.FromDays(1));
        world.World.Weigh(Worlds.Demo, 81.5m, date: Worlds.Noon.AddDays(-9));

        await world.RunAsync(ToGarmin).Exits(0);

        Assert.Contains(world.WeighIns(), line => line.EndsWith(" 81500", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_fails_at_one_destination_holds_back_no_other()
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        world.World.Weigh(Worlds.Demo, 80.5m);
        world.World.Faults.Inject(new(FaultKind.Html) { Path = "/trainerroad/app/login", HttpStatus = 500, Times = 1000 });

        var result = await world.RunAsync([.. ToGarmin, .. ToTrainerRoad, "-J", "-o", "no/such/folder"]);

        Assert.NotEqual(0, result.ExitCode);
        world.GarminIsTrue(Midnight);

        world.World.Faults.Clear();
        await world.RunAsync([.. ToGarmin, .. ToTrainerRoad]).Exits(0);
        Assert.Equal(80.5m, world.World.TrainerRoad.WeightOf(Rider));
    }

    [Fact]
    public async Task Another_account_at_Garmin_gets_what_comes_from_then_on_and_the_first_keeps_its_own()
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        world.World.Garmin.AddAccount("second@example.com", "Second-Pa55word!");
        world.World.Weigh(Worlds.Demo, 80.5m);
        world.Clock().Advance(TimeSpan.FromMinutes(1));
        await world.RunAsync(ToGarmin).Exits(0);
        world.Clock().Advance(TimeSpan.FromHours(1));
        world.World.Weigh(Worlds.Demo, 80.1m);

        await world.RunAsync("--gu", "second@example.com", "--gp", "Second-Pa55word!").Exits(0);
        await world.RunAsync("--gu", "second@example.com", "--gp", "Second-Pa55word!").Exits(0);

        Assert.EndsWith(" 80100", Assert.Single(world.Weighed("second@example.com")), StringComparison.Ordinal);
        Assert.EndsWith(" 80500", Assert.Single(world.Weighed()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_person_at_Withings_takes_nothing_of_the_first_along()
    {
        await using var world = await Worlds.SignedInAsync(days: 0, people: 2);
        var other = world.World.People[1].Name;
        world.World.Weigh(Worlds.Demo, 80.5m);
        await world.RunAsync(ToGarmin).Exits(0);
        world.Clock().Advance(TimeSpan.FromHours(1));
        world.World.Weigh(other, 65m);

        await SecondPerson.SignInAsync(world, other);
        await world.RunAsync(ToGarmin).Exits(0);
        await world.RunAsync(ToGarmin).Exits(0);

        Assert.Equal([" 65000", " 80500"], world.Weighed().Select(line => line[^6..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_window_of_the_past_is_delivered_once_and_moves_no_mark()
    {
        await using var world = await Worlds.SignedInAsync(days: 20);
        await world.RunAsync("-s").Exits(0);

        await world.RunAsync([.. ToGarmin, "-f", "10d"]).Exits(0);
        await world.RunAsync([.. ToGarmin, "-f", "10d"]).Exits(0);

        world.GarminIsTrue(Midnight.AddDays(-10));
        Assert.False(UpstreamSession.Read(world.UserFile).TryGetProperty("last_sync", out _));
    }

    [Fact]
    public async Task An_old_window_does_not_set_TrainerRoad_back()
    {
        await using var world = await Worlds.SignedInAsync(days: 20);
        world.World.Weigh(Worlds.Demo, 80.53m);
        await world.RunAsync(ToTrainerRoad).Exits(0);

        await world.RunAsync([.. ToTrainerRoad, "-f", "15d", "-t", "10d"]).Exits(0);

        Assert.Equal(80.53m, world.World.TrainerRoad.WeightOf(Rider));
    }

    [Fact]
    public async Task The_Python_tools_mark_is_where_it_begins_and_is_kept_up()
    {
        await using var world = await Worlds.SignedInAsync(days: 20);
        var mark = Midnight.AddDays(-5);
        UpstreamSession.Write(world, world.UserFile, mark.ToUnixTimeSeconds());

        await world.RunAsync([.. ToGarmin]).Exits(0);

        world.GarminIsTrue(mark);
        var newest = long.Parse(world.WeighIns()[^1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(newest + 1, UpstreamSession.Read(world.UserFile).GetProperty("last_sync").GetInt64());
    }

    [Fact]
    public async Task What_the_Python_tool_uploaded_is_not_uploaded_again()
    {
        await using var world = await Worlds.SignedInAsync(days: 10);
        await world.RunAsync([.. ToGarmin, "-f", "8d"]).Exits(0);
        File.Delete(world.ArchiveFile);
        var uploads = world.World.Garmin.Uploads;

        await world.RunAsync([.. ToGarmin, "-f", "8d"]).Exits(0);

        Assert.Equal(uploads, world.World.Garmin.Uploads);
        world.GarminIsTrue(Midnight.AddDays(-8));
    }

    [Fact]
    public async Task A_year_is_delivered_and_delivered_again_when_the_account_was_wiped()
    {
        await using var world = await Worlds.SignedInAsync(days: 365);
        await world.RunAsync([.. ToGarmin, "-f", "1y", "--features", "BLOOD_PRESSURE"]).Exits(0);
        world.GarminIsTrue(DateTimeOffset.UnixEpoch);
        Assert.Equal(world.TruePressures(DateTimeOffset.UnixEpoch), world.Pressures());
        Assert.True(world.World.Garmin.UploadedFiles.Count >= 2, "A year is more than one file.");
        world.World.Garmin.Wipe(Garmin);

        await world.RunAsync([.. ToGarmin, "--features", "BLOOD_PRESSURE"]).Exits(0);
        Assert.Empty(world.WeighIns());

        await world.RunAsync(["deliveries", "retry", .. ToGarmin]).Exits(0);

        world.GarminIsTrue(DateTimeOffset.UnixEpoch);
        Assert.Equal(world.TruePressures(DateTimeOffset.UnixEpoch), world.Pressures());
    }

    [Fact]
    public async Task A_dry_run_says_what_would_go_where_and_why_and_does_nothing()
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        world.World.Weigh(Worlds.Demo, 80.5m);
        world.World.Weigh(Worlds.Demo, 61.2m, date: Worlds.Noon.AddMinutes(-9), attribution: 1);

        var result = await world.RunAsync([.. ToGarmin, .. ToTrainerRoad, "-J", "-o", "x", "--dry-run"]).Exits(0);

        var rows = result.Out.ReplaceLineEndings("\n").Split('\n').Select(line => line.Split('\t')).Where(cells => cells.Length == 6).ToList();
        Assert.Contains(rows, row => row is ["Garmin Connect", _, _, "80.5 kg", "sent", "new"]);
        Assert.Contains(rows, row => row[0] == "Garmin Connect" && row[3] == "61.2 kg" && row[4] == "held" && row[5].Contains("another person", StringComparison.Ordinal));
        Assert.Contains(rows, row => row is ["TrainerRoad", _, _, "80.5 kg", "sent", _]);
        Assert.Equal((0, 0), (world.GarminRequests(), world.World.TrainerRoad.Requests.Total));
        Assert.False(File.Exists(world.PathOf("x.json")));
        Assert.False(UpstreamSession.Read(world.UserFile).TryGetProperty("last_sync", out _));
    }

    [Fact]
    public async Task A_reading_that_may_be_another_persons_waits_for_a_word()
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        var doubtful = world.World.Weigh(Worlds.Demo, 61.2m, attribution: 1);

        var held = await world.RunAsync(ToGarmin).Exits(0);
        Assert.Contains("review list", held.Out, StringComparison.Ordinal);
        Assert.Empty(world.Weighed());

        await world.RunAsync("review", "accept", $"w{doubtful.Date}").Exits(0);
        await world.RunAsync(ToGarmin).Exits(0);
        Assert.EndsWith(" 61200", Assert.Single(world.Weighed()), StringComparison.Ordinal);

        await world.RunAsync("review", "reject", $"w{doubtful.Date}").Exits(0);
        await world.RunAsync(ToGarmin).Exits(0);
        Assert.Empty(world.Weighed());
    }

    [Fact]
    public async Task Nothing_secret_is_in_any_output_log_or_file_that_is_no_session()
    {
        await using var world = await Worlds.SignedInAsync(days: 3);
        world.World.Garmin.Account.Mfa = GarminMfa.Email;
        world.World.Weigh(Worlds.Demo, 80.5m);
        string[][] runs =
        [
            ["-v", .. ToGarmin, .. ToTrainerRoad, "--features", "BLOOD_PRESSURE"],
            ["-v", .. ToGarmin, .. ToTrainerRoad, "--garmin-mfa-code", "000000"],
            ["-v", .. ToGarmin, .. ToTrainerRoad, "--log-format", "json"],
            ["status", "-v"], ["doctor", "-v"], ["deliveries", "list", "--json"], ["-v", .. ToGarmin, "-f", "3d", "--dry-run"],
            ["deliveries", "retry", "-v", .. ToGarmin], ["garmin", "logout", "-v"],
        ];

        // Each run is searched for every secret by the world itself.
        var said = new List<string>();
        foreach (var run in runs)
        {
            said.Add((await world.RunAsync(run)).ToString());
            if (world.World.Garmin.CodeOf(Garmin) is { } code)
            {
                said.Add((await world.RunAsync(["-v", .. ToGarmin, "--garmin-mfa-code", code])).ToString());
            }
        }

        Assert.True(world.WeighIns().Count > 0, string.Join('\n', said));
        foreach (var file in Directory.EnumerateFiles(world.Folder, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith('.')))
        {
            var content = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            Assert.All(world.Secrets(), secret => Assert.DoesNotContain(secret, content, StringComparison.Ordinal));
        }
    }

    private static void Clear(LoopbackWorld world)
    {
        world.World.Requests.Clear();
        world.World.Garmin.Requests.Clear();
        world.World.TrainerRoad.Requests.Clear();
    }
}
