using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;
using static WithingsSync.SystemTests.Scene.Services;

namespace WithingsSync.SystemTests.GarminConnect;

/// <summary>A sign-in by hand goes on for as long as runs go on, also where nobody is weighed for weeks; when it ends, everybody says so.</summary>
public sealed class KeptSignInTests
{
    private const string Token = "/garmin/di-oauth2-service/oauth/token";

    [Fact]
    public async Task A_month_without_a_weighing_costs_one_renewal_and_not_the_sign_in()
    {
        await using var world = await SignedInByHandAsync();
        var renewals = world.World.Garmin.Requests.CountOf(Token, "POST");
        for (var day = 0; day < 45; day += 3)
        {
            world.Clock().Advance(TimeSpan.FromDays(3));

            // A window in which nobody was weighed, because the person is every other day.
            await world.RunAsync("-s", "-f", "1990-01-01", "-t", "1990-01-02").Exits(0);
        }

        Assert.InRange(world.World.Garmin.Requests.CountOf(Token, "POST") - renewals, 1, 3);
        world.World.Weigh(Worlds.Demo, 79.4m);
        await world.RunAsync().Exits(0);
        Assert.EndsWith(" 79400", world.WeighIns()[^1], StringComparison.Ordinal);
        Assert.Equal(0, world.World.Garmin.Requests.CountOf("/garmin/mobile/api/login", "POST") - 1);
    }

    [Fact]
    public async Task A_sign_in_that_was_ended_is_told_by_the_run_by_status_and_by_doctor_and_not_tried_again()
    {
        await using var world = await SignedInByHandAsync();
        world.World.Garmin.ExpireAccessTokens();
        world.World.Garmin.RevokeRefreshTokens();
        world.World.Weigh(Worlds.Demo, 79.4m);

        await world.RunAsync().Exits(4);
        var renewals = world.World.Garmin.Requests.CountOf(Token, "POST");
        await world.RunAsync().Exits(4);

        Assert.Equal(renewals, world.World.Garmin.Requests.CountOf(Token, "POST"));
        Assert.Contains("no longer accepted", (await world.RunAsync("status").Exits(0)).Out, StringComparison.Ordinal);
        Assert.Contains("no longer accepted", (await world.RunAsync("doctor")).Out, StringComparison.Ordinal);

        await world.RunAsync(["garmin", "login", .. ToGarmin]).Exits(0);
        await world.RunAsync().Exits(0);
        Assert.DoesNotContain("no longer accepted", (await world.RunAsync("status").Exits(0)).Out, StringComparison.Ordinal);
        Assert.EndsWith(" 79400", world.WeighIns()[^1], StringComparison.Ordinal);
    }

    private static async Task<LoopbackWorld> SignedInByHandAsync()
    {
        var world = await Worlds.SignedInAsync(days: 0);
        world.World.Weigh(Worlds.Demo, 80.5m);
        await world.RunAsync(["garmin", "login", .. ToGarmin]).Exits(0);
        await world.RunAsync().Exits(0);
        world.Clock().Advance(TimeSpan.FromMinutes(5));
        return world;
    }
}
