using System.Text.Json.Nodes;
using WithingsSync.Destinations.Garmin;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.GarminConnect;

/// <summary>Two processes with one session, garth's tokens, the web site's way in, and Garmin's other world.</summary>
public sealed class MovedAccountTests
{
    [Fact]
    public async Task Two_processes_with_a_dead_token_refresh_it_once()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 2);
        await world.SignInAsync();
        await world.RunAsync(["garmin", "login", .. Services.ToGarmin]).Exits(0);
        world.World.Weigh(Worlds.Demo, 80.5m);
        world.World.Garmin.ExpireAccessTokens();
        world.World.Garmin.Requests.Clear();

        using var one = world.Start("sync", "-f", "2d");
        using var two = world.Start("sync", "-f", "2d");
        var ends = await Task.WhenAll(one.EndAsync(), two.EndAsync());

        Assert.All(ends, end => end.Exits(0));
        Assert.Equal(1, world.World.Garmin.Requests.CountOf("/garmin/di-oauth2-service/oauth/token", "POST"));
        Assert.Equal(0, world.World.Garmin.Requests.CountOf("/garmin/mobile/api/login", "POST"));
        world.GarminIsTrue(DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task Tokens_of_garth_are_taken_over_from_its_folder()
    {
        await using var person = await GarminPerson.StartAsync();
        await person.LoginAsync().Exits(0);
        Directory.CreateDirectory(person.World.PathOf("garth"));
        var session = person.Session;
        await File.WriteAllTextAsync(
            person.World.PathOf("garth/oauth2_token.json"),
            new JsonObject { ["token_type"] = "Bearer", ["access_token"] = (string?)session["di_token"], ["refresh_token"] = (string?)session["di_refresh_token"] }.ToJsonString(),
            TestContext.Current.CancellationToken);
        File.Delete(person.SessionFile);

        await person.LoginAsync("--import", "garth").Exits(0);

        Assert.Equal((string?)session["di_refresh_token"], (string?)person.Session["di_refresh_token"]);
        Assert.Equal(1, person.SignInRequests);
    }

    [Fact]
    public async Task The_web_sites_way_in_is_taken_when_asked_for()
    {
        await using var person = await GarminPerson.StartAsync();

        await person.LoginAsync("--portal").Exits(0);

        Assert.Equal(1, person.Count("/portal/api/login POST"));
        Assert.Equal(0, person.Count("/mobile/api/login POST"));
        Assert.True((bool)person.Session["standing"]!);
    }

    [Fact]
    public async Task A_person_who_signed_in_by_hand_needs_no_user_name_afterwards()
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        world.World.Weigh(Worlds.Demo, 80.5m);
        await world.RunAsync(["garmin", "login", .. Services.ToGarmin]).Exits(0);

        await world.RunAsync().Exits(0);
        Assert.Single(world.Weighed());

        await world.RunAsync("garmin", "logout").Exits(0);
        Assert.Contains("No Garmin data selected", (await world.RunAsync().Exits(0)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Garmin_in_China_has_every_host_of_its_own()
    {
        var options = GarminOptions.For(GarminOptions.China);

        Assert.All([options.SsoUrl, options.ApiUrl, options.AuthUrl], url => Assert.EndsWith(".garmin.cn", url.Host, StringComparison.Ordinal));
        Assert.All(
            [options.MobileServiceUrl, options.PortalServiceUrl, options.WidgetServiceUrl, options.TicketServiceUrl, options.SsoOrigin],
            service => Assert.Contains("garmin.cn", service, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_domain_that_is_none_of_Garmins_is_bad_usage()
    {
        await using var world = await Worlds.SignedInAsync(days: 0);
        world.Environment["GARMIN_DOMAIN"] = "example.com";

        (await world.RunAsync(Services.ToGarmin)).FailsWith(2, "GARMIN_DOMAIN");
    }
}
