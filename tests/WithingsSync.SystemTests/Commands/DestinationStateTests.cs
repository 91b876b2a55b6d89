using WithingsSync.Simulator.Faults;
using WithingsSync.Simulator.Garmin;
using WithingsSync.SystemTests.Scene;
using Xunit;
using static WithingsSync.SystemTests.Scene.Services;

namespace WithingsSync.SystemTests.Commands;

/// <summary>What <c>status</c> and <c>doctor</c> say of the destinations, asking none of them.</summary>
public sealed class DestinationStateTests
{
    [Fact]
    public async Task Status_says_who_is_signed_in_until_when_and_what_went_there()
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        world.World.Weigh(Worlds.Demo, 80.5m);
        world.World.Weigh(Worlds.Demo, 61.2m, date: Worlds.Noon.AddMinutes(-9), attribution: 1);
        await world.RunAsync([.. ToGarmin, .. ToTrainerRoad]).Exits(0);
        var asked = world.GarminRequests();

        var status = await world.RunAsync("status").Exits(0);

        Assert.Matches("Garmin Connect\tsigned in as .+", status.Out);
        Assert.Matches(@"Garmin token\tgood until 2026-06-16 .+; can be refreshed until 2026-07-15 .+", status.Out);
        Assert.Matches("TrainerRoad\tsigned in as rider, good until 2026-07-15", status.Out);
        Assert.Matches(@"Garmin Connect \(\d+\)\t2\t0\t1\t0\t2026-06-15 12:25", status.Out);
        Assert.Equal(asked, world.GarminRequests());
    }

    [Fact]
    public async Task A_cooldown_is_named_by_the_run_by_status_and_by_doctor()
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        world.World.Weigh(Worlds.Demo, 80.5m);
        world.World.Faults.Inject(new(FaultKind.RateLimited) { Path = "/garmin/mobile/api/login" });

        await world.RunAsync(ToGarmin).Exits(5);
        var asked = world.GarminRequests();
        var again = await world.RunAsync(ToGarmin).Exits(5);
        var status = await world.RunAsync("status").Exits(0);
        var doctor = await world.RunAsync("doctor");

        Assert.Contains("2026-06-15 14:34", again.Out, StringComparison.Ordinal);
        Assert.Contains("not tried before 2026-06-15 14:34", status.Out, StringComparison.Ordinal);
        Assert.Contains("not tried before 2026-06-15 14:34", doctor.Out, StringComparison.Ordinal);
        Assert.Equal(asked, world.GarminRequests());
    }

    [Fact]
    public async Task A_code_that_is_awaited_is_named()
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        world.World.Garmin.Account.Mfa = GarminMfa.Email;
        world.World.Weigh(Worlds.Demo, 80.5m);
        await world.RunAsync(ToGarmin).Exits(4);

        Assert.Contains("waits for a code until 2026-06-15 12:49", (await world.RunAsync("status").Exits(0)).Out, StringComparison.Ordinal);

        world.Clock().Advance(TimeSpan.FromHours(1));
        Assert.Contains("garmin login", (await world.RunAsync("status").Exits(0)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_finds_a_user_name_without_a_password_and_a_wrong_setting()
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        world.Environment["GARMIN_USERNAME"] = Garmin;
        Assert.Contains("without a password", (await world.RunAsync("doctor")).Out, StringComparison.Ordinal);

        world.Environment["GARMIN_MUSCLE_MASS"] = "strong";
        Assert.Contains("GARMIN_MUSCLE_MASS must be", (await world.RunAsync("doctor")).Out, StringComparison.Ordinal);
    }
}
