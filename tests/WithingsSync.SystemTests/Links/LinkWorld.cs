using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server;
using WithingsSync.Server.Jobs;
using WithingsSync.Server.Pulls;
using WithingsSync.Simulator;
using WithingsSync.Simulator.Garmin;
using WithingsSync.Simulator.TrainerRoad;
using WithingsSync.SystemTests.Server;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Links;

/// <summary>A server whose people link their destinations at the simulated Garmin and TrainerRoad, on a clock that only waits and the test turn; jobs run when the test says so.</summary>
internal sealed class LinkWorld : IAsyncDisposable
{
    public const string Destinations = "/api/v1/destinations";
    public const string Runner = GarminService.DefaultUsername;
    public const string Rider = TrainerRoadService.DefaultUsername;

    private LinkWorld(ServerWorld server, SelfMovingTime time) => (Server, Time) = (server, time);

    public ServerWorld Server { get; }

    public SelfMovingTime Time { get; }

    public SimulatedWorld World => Server.Simulator.World;

    public GarminService Garmin => World.Garmin;

    public AccountId Ana { get; private set; } = null!;

    public string Token { get; private set; } = "";

    /// <summary>How often the password was sent to Garmin.</summary>
    public int SignIns => Garmin.Requests.Counts.Where(count => count.Key.EndsWith("/login POST", StringComparison.Ordinal) || count.Key.EndsWith("/signin POST", StringComparison.Ordinal)).Sum(count => count.Value);

    /// <summary>Ana is connected to Withings, and what she weighed before was pulled.</summary>
    public static async Task<LinkWorld> StartAsync(StoreKind kind = StoreKind.Sqlite)
    {
        var time = new SelfMovingTime(new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
        var server = await ServerWorld.StartAsync(
            kind, time,
            settings =>
            {
                var simulator = new Uri(settings["WITHINGS_API_URL"]);
                settings["GARMIN_SSO_URL"] = settings["GARMIN_API_URL"] = settings["GARMIN_AUTH_URL"] = new Uri(simulator, "/garmin/").OriginalString;
                settings["TRAINERROAD_URL"] = new Uri(simulator, "/trainerroad/").OriginalString;
            },
            Bodies);
        var world = new LinkWorld(server, time);
        var (person, token) = await server.AddPersonAsync("ana");
        (world.Ana, world.Token) = (person.Id, token);
        await server.ConnectAsync(token);
        await world.PullAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        return world;
    }

    /// <summary>A second node on the same database.</summary>
    public Task<RunningServer> AnotherNodeAsync() => ServerHost.StartAsync(Server.Settings, new(Time, Server.Log) { AddServices = Bodies, RunsJobs = false });

    public Task RestartAsync() => Server.RestartAsync(services: Bodies);

    public async Task<(HttpStatusCode Status, JsonObject Body, TimeSpan? RetryAfter)> SendAsync(HttpMethod method, string path, string? body = null, string? token = null, params (string Name, string Value)[] headers)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Server.SendAsync(method, Destinations + path, token ?? Token, content, headers);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("Pa55word", text, StringComparison.Ordinal);
        return (answer.StatusCode, text.Length == 0 ? [] : (JsonObject)JsonNode.Parse(text)!, answer.Headers.RetryAfter?.Delta);
    }

    public Task<(HttpStatusCode Status, JsonObject Body, TimeSpan? RetryAfter)> LinkGarminAsync(string password = GarminService.DefaultPassword, string? since = null, string? token = null) =>
        SendAsync(HttpMethod.Put, "/garmin", new JsonObject { ["username"] = Runner, ["password"] = password, ["since"] = since }.ToJsonString(), token);

    public Task<(HttpStatusCode Status, JsonObject Body, TimeSpan? RetryAfter)> GiveCodeAsync(string code, string? token = null) =>
        SendAsync(HttpMethod.Post, "/garmin/code", new JsonObject { ["code"] = code }.ToJsonString(), token);

    public Task<(HttpStatusCode Status, JsonObject Body, TimeSpan? RetryAfter)> LinkTrainerRoadAsync(string password = TrainerRoadService.DefaultPassword) =>
        SendAsync(HttpMethod.Put, "/trainerroad", new JsonObject { ["username"] = Rider, ["password"] = password }.ToJsonString());

    /// <summary>How the person sees a destination.</summary>
    public async Task<JsonObject> StateOfAsync(string name, string? token = null) =>
        (JsonObject)(await SendAsync(HttpMethod.Get, "/", token: token)).Body["destinations"]!.AsArray().Single(one => (string?)one!["name"] == name)!;

    /// <summary>A minute later the person stands on the scale, and the server hears of it.</summary>
    public async Task WeighAsync(decimal kilograms)
    {
        Time.Advance(TimeSpan.FromMinutes(1));
        World.Weigh("demo", kilograms);
        await PullAsync();
    }

    public async Task PullAsync() =>
        Assert.True((await Server.Get<PullDesk>().PullAsync(Ana, [(Feed.Measures, new PullScope.Changes())], Lane.Notification, TestContext.Current.CancellationToken)).IsConnected);

    /// <summary>What the job does each minute.</summary>
    public Task DeliverAsync() => Server.Get<DeliverWork>().RunAsync(TestContext.Current.CancellationToken);

    public IReadOnlyList<double> AtGarmin => [.. Garmin.WeighInsOf(Runner).Select(one => one.Grams)];

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static void Bodies(IServiceCollection services) => services.AddJobBodies(new());
}
