using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Sync;

/// <summary>What changed at Withings is found, with as few requests as possible.</summary>
public sealed class ChangeTests
{
    private static readonly string[] WholeMonth = ["-J", "-f", "30d", "-o", "x"];

    [Fact]
    public async Task A_run_with_nothing_new_makes_one_request()
    {
        await using var world = await Worlds.SignedInAsync();
        await world.RunAsync("-s").Exits(0);
        world.World.Requests.Clear();

        await world.RunAsync("-s").Exits(0);

        var request = Assert.Single(world.World.Requests.Recent);
        Assert.Equal("getmeas", request.Action);
        Assert.Equal(world.World.TruthOf(Worlds.Demo).Groups.Max(group => group.Modified) - 1, long.Parse(request.Parameters["lastupdate"], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Reading_a_window_again_is_one_request_and_finds_what_was_edited_and_deleted_in_it()
    {
        await using var world = await Worlds.SignedInAsync(days: 30);
        var edited = world.World.Weigh(Worlds.Demo, 80m, date: Worlds.Noon.AddDays(-2));
        var deleted = world.World.Weigh(Worlds.Demo, 81m, date: Worlds.Noon.AddDays(-3));
        await world.RunAsync(WholeMonth).Exits(0);
        world.Clock().Advance(TimeSpan.FromMinutes(1));
        world.World.EditGroup(Worlds.Demo, edited.Id, [new(1, 80_500, -3)]);
        world.World.DeleteGroup(Worlds.Demo, deleted.Id);
        world.World.Requests.Clear();

        await world.RunAsync(WholeMonth).Exits(0);

        Assert.Equal(1, world.Requests());
        TruthAsJson.AssertIs(world, "x.json", DateTimeOffset.UnixEpoch, world.Time.GetUtcNow());
    }

    [Fact]
    public async Task What_is_synchronised_late_or_edited_outside_of_the_window_is_found_by_its_change()
    {
        await using var world = await Worlds.SignedInAsync(days: 30);
        var edited = world.World.Weigh(Worlds.Demo, 80m, date: Worlds.Noon.AddDays(-20));
        await world.RunAsync("-s").Exits(0);
        world.Clock().Advance(TimeSpan.FromMinutes(1));
        world.World.EditGroup(Worlds.Demo, edited.Id, [new(1, 79_250, -3)]);
        world.World.Weigh(Worlds.Demo, 78.9m, date: Worlds.Noon.AddDays(-25));

        await world.RunAsync("-s").Exits(0);

        AssertArchived(world, await ExportAsync(world));
    }

    [Fact]
    public async Task Pages_are_followed_to_their_end()
    {
        await using var world = await Worlds.SignedInAsync(days: 30, measuresPageSize: 5);

        await world.RunAsync(WholeMonth).Exits(0);

        TruthAsJson.AssertIs(world, "x.json", DateTimeOffset.UnixEpoch, Worlds.Noon);
        Assert.Equal((world.World.TruthOf(Worlds.Demo).Groups.Count + 4) / 5, world.Requests());
    }

    [Fact]
    public async Task Each_day_brings_its_own_readings()
    {
        await using var world = await Worlds.SignedInAsync(days: 5);
        for (var day = 0; day < 5; day++)
        {
            await world.RunAsync("-s").Exits(0);
            world.Clock().Advance(TimeSpan.FromDays(1));
        }

        await world.RunAsync(WholeMonth).Exits(0);

        TruthAsJson.AssertIs(world, "x.json", DateTimeOffset.UnixEpoch, world.Time.GetUtcNow());
        AssertArchived(world, await ExportAsync(world));
    }

    [Fact]
    public async Task Two_people_in_one_folder_never_mix()
    {
        await using var world = await Worlds.SignedInAsync(days: 20, people: 2);
        await world.RunAsync(WholeMonth).Exits(0);
        var demo = await File.ReadAllTextAsync(world.PathOf("x.json"), TestContext.Current.CancellationToken);
        UpstreamSession.Write(world, world.UserFile, lastSync: Worlds.Noon.ToUnixTimeSeconds());

        await SecondPerson.SignInAsync(world, "ana");
        await world.RunAsync("-J", "-f", "30d", "-o", "ana").Exits(0);
        var ana = await File.ReadAllTextAsync(world.PathOf("ana.json"), TestContext.Current.CancellationToken);
        var anaWeights = world.World.TruthOf("ana").Groups.Where(group => group.Category == 1 && group.Measures.Any(measure => measure.Type == 1)).Select(group => group.Date).Distinct().Count();
        using (var json = System.Text.Json.JsonDocument.Parse(ana))
        {
            Assert.Equal(anaWeights, json.RootElement.EnumerateObject().Count());
        }

        // Another person's mark would keep back what this person has not been given.
        Assert.False(UpstreamSession.Read(world.UserFile).TryGetProperty("last_sync", out _));
        await SecondPerson.SignInAsync(world, Worlds.Demo);
        await world.RunAsync("-J", "-f", "30d", "-o", "again").Exits(0);

        Assert.NotEqual(demo, ana);
        Assert.Equal(demo, await File.ReadAllTextAsync(world.PathOf("again.json"), TestContext.Current.CancellationToken));
    }

    private static async Task<string> ExportAsync(LoopbackWorld world)
    {
        await world.RunAsync("export", "--to-csv", "-o", "all", "--kinds", "weight").Exits(0);
        return await File.ReadAllTextAsync(world.PathOf("all.weight.csv"), TestContext.Current.CancellationToken);
    }

    private static void AssertArchived(LoopbackWorld world, string csv) =>
        Assert.Equal(
            TruthAsJson.Weights(world, DateTimeOffset.UnixEpoch, world.Time.GetUtcNow()).Select(weight => weight.Kilograms),
            csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => decimal.Parse(line.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture)));
}
