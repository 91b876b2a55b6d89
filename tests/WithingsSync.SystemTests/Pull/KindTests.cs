using WithingsSync.Health;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Pull;

/// <summary>Some kinds only: because the person wants no more, or granted no more.</summary>
public sealed class KindTests
{
    [Theory]
    [InlineData("weight", "/measure getmeas")]
    [InlineData("activity", "/v2/measure getactivity")]
    [InlineData("workouts", "/v2/measure getworkouts")]
    [InlineData("nights", "/v2/sleep getsummary")]
    [InlineData("devices,goals", "/v2/user getdevice", "/v2/user getgoals")]
    [InlineData("BLOOD-PRESSURE", "/measure getmeas")]
    public async Task Only_what_these_kinds_need_is_asked_for(string kinds, params string[] calls)
    {
        await using var world = await Worlds.SignedInAsync(days: 2);

        await world.RunAsync("pull", "--kinds", kinds).Exits(0);

        Assert.Equal(calls, world.World.Requests.Counts.Keys);
    }

    [Fact]
    public async Task An_unknown_kind_is_bad_usage_and_the_known_ones_are_listed()
    {
        await using var world = await Worlds.SignedInAsync(days: 2);

        (await world.RunAsync("pull", "--kinds", "weight", "dreams")).FailsWith(2, "'dreams'. The kinds are: weight, blood_pressure");
        Assert.Equal(0, world.Requests());
    }

    [Fact]
    public async Task A_narrower_grant_brings_what_it_covers_and_names_the_rest()
    {
        await using var world = await Worlds.SignedInAsync(days: 2, scopes: "user.metrics");

        var result = await world.RunAsync("pull").Exits(0);

        Assert.Contains("Not granted", result.Error, StringComparison.Ordinal);
        Assert.Contains("activity days", result.Error, StringComparison.Ordinal);
        Assert.Contains("nights", result.Error, StringComparison.Ordinal);
        Assert.Contains("not granted", result.Out, StringComparison.Ordinal);
        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
        Assert.Empty(await ArchiveOf.ReadAsync<ActivityDay>(world));
    }

    [Fact]
    public async Task A_kind_asked_for_by_name_and_not_granted_makes_the_run_partly_done()
    {
        await using var world = await Worlds.SignedInAsync(days: 2, scopes: "user.metrics");

        var result = await world.RunAsync("pull", "--kinds", "weight", "activity").Exits(6);

        Assert.Contains("activity days", result.Error, StringComparison.Ordinal);
        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
    }

    [Fact]
    public async Task What_is_granted_later_is_brought_later()
    {
        await using var world = await Worlds.SignedInAsync(days: 5, scopes: "user.metrics");
        await world.RunAsync("pull").Exits(0);
        world.World.ConsentScope = null;
        await world.SignInAsync();

        await world.RunAsync("pull").Exits(0);

        Assert.Equal(world.World.TruthOf(Worlds.Demo).Activities.Count, (await ArchiveOf.ReadAsync<ActivityDay>(world)).Count);
        Assert.Equal(world.World.TruthOf(Worlds.Demo).Nights.Count, (await ArchiveOf.ReadAsync<SleepNight>(world)).Count);
    }
}
