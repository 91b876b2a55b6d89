using System.Text.Json;
using WithingsSync.Simulator.TrainerRoad;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.TrainerRoad;

/// <summary>A signed-in person who wants the weight at the simulated TrainerRoad, and stood on the scale just now.</summary>
internal sealed class TrainerRoadWorld : IAsyncDisposable
{
    public const string Rider = TrainerRoadService.DefaultUsername;
    public const string Profile = "/trainerroad/app/api/profile/rider-information";
    public const string LoginPage = "/trainerroad/app/login";

    private TrainerRoadWorld(LoopbackWorld person) => Person = person;

    public LoopbackWorld Person { get; }

    public TrainerRoadService Service => Person.World.TrainerRoad;

    public string SessionFile => Person.PathOf(".trainerroad_session.json");

    public string NotesFile => Person.PathOf(".trainerroad_session.signin.json");

    public static async Task<TrainerRoadWorld> StartAsync(decimal kilograms = 80.53m)
    {
        var world = new TrainerRoadWorld(await Worlds.SignedInAsync(days: 3));
        world.Person.Environment["TRAINERROAD_URL"] = world.Person.Simulator.TrainerRoadUrl.OriginalString;
        world.SignsInAs(Rider, TrainerRoadService.DefaultPassword);
        world.Person.World.Weigh(Worlds.Demo, kilograms);
        return world;
    }

    public void SignsInAs(string userName, string password) => (Person.Environment["TRAINERROAD_USERNAME"], Person.Environment["TRAINERROAD_PASSWORD"]) = (userName, password);

    /// <summary>Some time later the person stands on the scale again.</summary>
    public void WeighLater(decimal kilograms, int hours = 1)
    {
        Person.Clock().Advance(TimeSpan.FromHours(hours));
        Person.World.Weigh(Worlds.Demo, kilograms);
    }

    /// <summary>A run that says a lot, and none of it a secret of TrainerRoad's.</summary>
    public async Task<CliResult> SyncAsync(params string[] arguments)
    {
        var result = await Person.RunAsync([.. arguments, "-v"]);
        Assert.All(Service.Secrets, secret => Assert.DoesNotContain(secret, result.Out + result.Error, StringComparison.Ordinal));
        return result;
    }

    public int Count(string route, string method) => Service.Requests.CountOf(route, method);

    /// <summary>The profile without the weight, as text: equal profiles are equal texts.</summary>
    public string Rest(string rider = Rider)
    {
        var profile = Service.ProfileOf(rider);
        profile["weightKg"] = null;
        return profile.ToJsonString();
    }

    public long? Mark()
    {
        using var session = JsonDocument.Parse(File.ReadAllBytes(Person.UserFile));
        return session.RootElement.TryGetProperty("last_sync_tr", out var mark) ? mark.GetInt64() : null;
    }

    public async ValueTask DisposeAsync()
    {
        Person.IsTidy();
        await Person.DisposeAsync();
    }
}
