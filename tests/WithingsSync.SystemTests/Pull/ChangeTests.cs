using WithingsSync.Health;
using WithingsSync.SystemTests.Scene;
using Xunit;
using Night = WithingsSync.Simulator.Bodies.Night;

namespace WithingsSync.SystemTests.Pull;

/// <summary>What is edited, revised and deleted at Withings after it was pulled.</summary>
public sealed class ChangeTests
{
    [Fact]
    public async Task The_daily_look_back_finds_edited_and_deleted_readings_and_deleted_workouts()
    {
        await using var world = await Worlds.SignedInAsync(days: 25);
        var edited = world.World.Weigh(Worlds.Demo, 80m, date: Worlds.Noon.AddDays(-5));
        var deleted = world.World.Weigh(Worlds.Demo, 81m, date: Worlds.Noon.AddDays(-6));
        await world.RunAsync("pull").Exits(0);
        world.Clock().Advance(TimeSpan.FromHours(25));
        world.World.EditGroup(Worlds.Demo, edited.Id, [new(1, 80_500, -3)]);
        world.World.DeleteGroup(Worlds.Demo, deleted.Id);
        var workout = world.World.TruthOf(Worlds.Demo).Workouts[^2];
        world.World.DeleteWorkout(Worlds.Demo, workout.Id);

        await world.RunAsync("pull").Exits(0);

        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
        Assert.DoesNotContain(workout.Id, (await ArchiveOf.ReadAsync<Workout>(world)).Select(known => known.WorkoutId));
        Assert.Equal(world.World.TruthOf(Worlds.Demo).Workouts.DistinctBy(known => known.Id).Count(), (await ArchiveOf.ReadAsync<Workout>(world)).Count);
    }

    [Fact]
    public async Task A_whole_pull_finds_a_deletion_however_old()
    {
        await using var world = await Worlds.SignedInAsync(days: 60);
        var deleted = world.World.Weigh(Worlds.Demo, 81m, date: Worlds.Noon.AddDays(-50));
        await world.RunAsync("pull", "--kinds", "weight").Exits(0);
        world.World.DeleteGroup(Worlds.Demo, deleted.Id);

        await world.RunAsync("pull", "--all", "--kinds", "weight").Exits(0);

        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
    }

    [Fact]
    public async Task A_reading_given_to_another_person_leaves_and_arrives()
    {
        await using var world = await Worlds.SignedInAsync(days: 5, people: 2);
        var group = world.World.Weigh(Worlds.Demo, 81m, date: Worlds.Noon.AddDays(-2), attribution: 1);
        await world.RunAsync("pull", "--kinds", "weight").Exits(0);
        var moved = world.World.Reattribute(Worlds.Demo, group.Id, "ana");

        await world.RunAsync("pull", "-f", "10d", "--kinds", "weight").Exits(0);
        await SecondPerson.SignInAsync(world, "ana");
        await world.RunAsync("pull", "--kinds", "weight").Exits(0);

        Assert.DoesNotContain(group.Id, (await ArchiveOf.ReadAsync<MeasureGroup>(world)).Select(known => known.GroupId));
        Assert.Contains(moved.Id, (await ArchiveOf.ReadAsync<MeasureGroup>(world, "ana")).Select(known => known.GroupId));
    }

    [Fact]
    public async Task A_night_scored_again_and_its_curves_are_read_again()
    {
        await using var world = await Worlds.SignedInAsync(days: 15);
        await world.RunAsync("pull", "--kinds", "sleep").Exits(0);
        var before = world.World.TruthOf(Worlds.Demo);
        var known = before.Nights.ToDictionary(night => night.Id, night => night.Modified);

        // Some night is scored again within weeks (withings-api.md §6.2); wait for the first.
        var revised = new List<Night>();
        for (var days = 0; days < 30 && revised.Count == 0; days++)
        {
            world.Clock().Advance(TimeSpan.FromDays(1));
            revised = [.. world.World.TruthOf(Worlds.Demo).Nights.Where(night => known.TryGetValue(night.Id, out var modified) && modified != night.Modified)];
        }

        Assert.NotEmpty(revised);
        world.World.Requests.Clear();
        await world.RunAsync("pull", "--kinds", "sleep").Exits(0);

        Assert.Equal(revised[0].Modified, (await ArchiveOf.ReadAsync<SleepNight>(world)).Single(night => night.NightId == revised[0].Id).ModifiedAt!.Value.ToUnixTimeSeconds()); // nights of the simulator say when they changed
        var asked = world.World.Requests.Recent.Where(request => request.Action == "get").Select(request => request.Parameters["startdate"]);
        Assert.Contains(revised[0].Start.ToString(System.Globalization.CultureInfo.InvariantCulture), asked);
    }
}
