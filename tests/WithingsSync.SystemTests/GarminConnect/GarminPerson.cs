using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Cli;
using WithingsSync.Cli.Garmin;
using WithingsSync.Cli.Sessions;
using WithingsSync.Destinations.Garmin;
using WithingsSync.Health;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Simulator.Garmin;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.GarminConnect;

/// <summary>A person with an account at the simulated Garmin, whose user name and password are set; waits are switched off.</summary>
internal sealed class GarminPerson : IAsyncDisposable
{
    public const string Login = GarminService.DefaultUsername;

    private GarminPerson(LoopbackWorld world) => World = world;

    public LoopbackWorld World { get; }

    public GarminService Garmin => World.World.Garmin;

    public string SessionFile => World.PathOf(".garmin_session.json");

    public string NotesFile => World.PathOf(".garmin_session.signin.json");

    public static async Task<GarminPerson> StartAsync(TimeProvider? time = null)
    {
        var person = new GarminPerson(await LoopbackWorld.StartAsync(time, historyDays: 1));
        person.World.Environment["GARMIN_USERNAME"] = Login;
        person.World.Environment["GARMIN_PASSWORD"] = GarminService.DefaultPassword;
        person.Set();
        return person;
    }

    /// <summary>The same after <c>garmin login</c>.</summary>
    public static async Task<GarminPerson> SignedInAsync(TimeProvider? time = null)
    {
        var person = await StartAsync(time);
        var result = await person.LoginAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
        return person;
    }

    /// <summary>Writes the settings file: no pauses, and whatever else is given.</summary>
    public void Set(params (string Name, JsonNode Value)[] settings)
    {
        var garmin = new JsonObject
        {
            ["widgetDelayShortest"] = 0, ["widgetDelayLongest"] = 0, ["portalDelayShortest"] = 0, ["portalDelayLongest"] = 0, ["retryDelayShortest"] = 0, ["retryDelayLongest"] = 0, ["statusDelay"] = 0,
        };
        foreach (var (name, value) in settings)
        {
            garmin[name] = value;
        }

        World.Environment["WITHINGS_SYNC_DESTINATIONS"] = World.PathOf("destinations.json");
        File.WriteAllText(World.PathOf("destinations.json"), new JsonObject { ["garmin"] = garmin }.ToJsonString());
    }

    public Task<CliResult> LoginAsync(params string[] more) => World.RunAsync(["garmin", "login", .. more]);

    public Task<CliResult> LoginAsync(TextReader typed, params string[] more) => World.RunAsync(["garmin", "login", .. more], typed);

    /// <summary>As an unattended run would compose it.</summary>
    public GarminConnection Connect(GarminSettings? settings = null, string? code = null)
    {
        var surroundings = new Surroundings
        {
            In = new(() => TextReader.Null), Out = TextWriter.Null, Error = TextWriter.Null, Environment = World.Environment, WorkingDirectory = World.Folder, Time = World.Time,
        };
        var folder = ConfigFolder.Of(surroundings, folder: null);
        var credentials = GarminSetup.Credentials(userName: null, password: null, World.Environment);
        return GarminConnection.Create(
            GarminSetup.Options(folder), settings ?? new(), new GarminSessionFile(folder, World.Time), new SecondFactor(code, surroundings, World.Environment), credentials, World.Time, NullLoggerFactory.Instance);
    }

    public JsonObject Session => (JsonObject)JsonNode.Parse(File.ReadAllText(SessionFile))!;

    public int Count(string route) => Garmin.Requests.Counts.GetValueOrDefault("/garmin" + route);

    public int SignInRequests => Count("/mobile/api/login POST") + Count("/sso/signin POST") + Count("/portal/api/login POST");

    public static Reading Weighed(DateTimeOffset at, decimal kilograms = 80.5m, decimal? muscle = null)
    {
        var measures = new List<Measure> { Of(1, kilograms), Of(5, 62.51m), Of(6, 22.35m) };
        if (muscle is { } mass)
        {
            measures.Add(Of(76, mass));
        }

        return ReadingOf(at, measures);
    }

    public static Reading Pressed(DateTimeOffset at) => ReadingOf(at, [Of(9, 80), Of(10, 125), Of(11, 61)]);

    public async ValueTask DisposeAsync() => await World.DisposeAsync();

    private static Reading ReadingOf(DateTimeOffset at, List<Measure> measures) =>
        Reading.From(Moment.From([new MeasureGroup(at.ToUnixTimeSeconds(), at, measures) { CreatedAt = at, ModifiedAt = at }]), new Heights([]))[0];

    private static Measure Of(int type, decimal value) => new(type, (long)(value * 1000), -3);
}
