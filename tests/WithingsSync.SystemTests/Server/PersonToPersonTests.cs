using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using WithingsSync.Server.Jobs;
using WithingsSync.Simulator.TrainerRoad;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.McpOverHttp;
using WithingsSync.SystemTests.OAuth;
using Xunit;

namespace WithingsSync.SystemTests.Server;

/// <summary>Every route of a person, walked by another person, and by an application for another of its people: neither sees nor changes anything of the first.</summary>
public sealed class PersonToPersonTests
{
    private const string Status = $"{ServerWorld.Connect}/status";
    private const string Grants = "/api/v1/oauth/grants";
    private const string Destinations = "/api/v1/destinations";

    private static string Ask(string tool) => $$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{tool}}","arguments":{"start_date":"30d"} } }""";

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Nobody_reaches_another_whatever_route_they_take(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind, settings: WithTrainerRoad, services: services => services.AddJobBodies(new JobsOptions()));
        var (ana, anas) = await world.AddPersonAsync("ana");
        var (_, bos) = await world.AddPersonAsync("bo");
        var application = await world.IssueAsync(AccessTokenKind.Service);
        var grant = await SettleAsync(world, anas);
        var secrets = await TracesAsync(world, ana, anas, grant);
        var before = await OwnAsync(world, anas);

        foreach (var (method, pattern) in PersonsRoutes(world))
        {
            foreach (var token in new[] { bos, application })
            {
                var path = pattern.Replace("{id}", grant, StringComparison.Ordinal).Replace("{name}", "trainerroad", StringComparison.Ordinal) + $"?account={ana.Id}&user_id={ana.Id}&person={ana.Id}&subject=ana";
                using var answer = await world.SendAsync(
                    new(method), path, token, BodyOf(method, pattern), ("X-Subject", token == application ? "user-17" : ana.Id.Value), ("Accept", "application/json, text/event-stream"));
                var text = await answer.Content.ReadAsStringAsync();

                Assert.NotEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
                Assert.True((int)answer.StatusCode < 500, $"{method} {pattern} answered {(int)answer.StatusCode}: {text}");
                Assert.All(secrets, secret => Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{method} {pattern} tells {secret} of somebody else."));
            }
        }

        Assert.Equal(before, await OwnAsync(world, anas));
    }

    /// <summary>Ana is connected and was read, lets an assistant in, has a destination linked, and somebody read of her.</summary>
    /// <returns>The id of the assistant's grant.</returns>
    private static async Task<string> SettleAsync(ServerWorld world, string token)
    {
        await world.ConnectAsync(token);
        using var linked = await world.SendAsync(
            HttpMethod.Put, $"{Destinations}/trainerroad", token, Json($$"""{"username":"{{TrainerRoadService.DefaultUsername}}","password":"{{TrainerRoadService.DefaultPassword}}"}"""));
        Assert.True(linked.IsSuccessStatusCode, await linked.Content.ReadAsStringAsync());
        var scene = new OAuthScene(world);
        await scene.ConnectAsync(await scene.RegisterAsync(name: "Anas own assistant"), token);
        Assert.NotEmpty((await world.PressuresAsync(token, "30d"))["records"]!.AsArray());
        return (string)JsonNode.Parse(await TextAsync(world, Grants, token))![0]!["id"]!;
    }

    /// <summary>What tells her from everybody else: her id, her account at Withings, her assistant, the moments of her readings.</summary>
    private static async Task<IReadOnlyList<string>> TracesAsync(ServerWorld world, Person ana, string token, string grant)
    {
        var pressures = (await world.PressuresAsync(token, "30d"))["records"]!.AsArray();
        return
        [
            ana.Id.Value, $"{world.Simulator.World.People[0].UserId}", "Anas own assistant", $"\"{grant}\"", TrainerRoadService.DefaultUsername,
            .. pressures.Select(one => (string)one!["measured_at"]!),
        ];
    }

    /// <summary>All that her own routes say of her.</summary>
    private static async Task<string> OwnAsync(ServerWorld world, string token)
    {
        var all = new List<string>();
        foreach (var path in new[] { Status, Destinations, Grants, "/api/v1/reads" })
        {
            all.Add(await TextAsync(world, path, token));
        }

        return string.Join('\n', all);
    }

    private static async Task<string> TextAsync(ServerWorld world, string path, string token)
    {
        using var answer = await world.SendAsync(HttpMethod.Get, path, token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static IEnumerable<(string Method, string Pattern)> PersonsRoutes(ServerWorld world)
    {
        var routes =
            from route in world.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            where route.Metadata.GetMetadata<IAllowAnonymous>() is null && !route.RoutePattern.RawText!.StartsWith("/api/v1/admin", StringComparison.Ordinal)
            from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
            select (method, route.RoutePattern.RawText!);
        var walked = routes.ToList();
        Assert.True(walked.Count >= 12, $"Only {walked.Count} routes were found.");
        return walked;
    }

    private static StringContent? BodyOf(string method, string pattern) => (method, pattern) switch
    {
        ("POST", "/mcp" or "/mcp/") => Json(Ask(McpScene.Pressure)),
        ("POST", _) => Json("""{"code":"123456"}"""),
        ("PUT", _) => Json("""{"username":"bo@example.org","password":"not-the-Pa55word"}"""),
        _ => null,
    };

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static void WithTrainerRoad(Dictionary<string, string> settings)
    {
        var simulator = new Uri(settings["WITHINGS_API_URL"]);
        settings["GARMIN_SSO_URL"] = settings["GARMIN_API_URL"] = settings["GARMIN_AUTH_URL"] = new Uri(simulator, "/garmin/").OriginalString;
        settings["TRAINERROAD_URL"] = new Uri(simulator, "/trainerroad/").OriginalString;
    }
}
