using System.Globalization;
using Microsoft.Extensions.Logging;
using WithingsSync.Cli.Commands;
using WithingsSync.Cli.Login;
using WithingsSync.Cli.Output;
using WithingsSync.Cli.Sessions;
using WithingsSync.Health;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Records;
using WithingsSync.Simulator;
using WithingsSync.Simulator.Garmin;
using WithingsSync.Simulator.TrainerRoad;
using WithingsSync.Withings;

namespace WithingsSync.Cli.Demo;

/// <summary>The main job without an account: simulated services, a simulated person, and the ordinary commands.</summary>
internal sealed class DemoRun(DemoFolder folder, Surroundings surroundings)
{
    private const string Callback = "http://localhost:8888/callback";
    private const int ChartRows = 11;

    public async Task<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        var started = surroundings.Time.GetTimestamp();
        var isFirst = folder.IsNew;
        folder.Create();
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions
        {
            DataFolder = folder.World,
            AutoConsent = true,

            // A demo has no ten seconds to spare for what the real service makes a client wait.
            RequestsPerMinute = null,
            RefuseRepeats = false,
            Time = surroundings.Time,
        }, cancellationToken);
        Say($"A simulated Withings, Garmin Connect and TrainerRoad run at {simulator.ApiUrl}, with one person and a year of data.");
        var inside = Inside(simulator);
        using var log = new RunLog(surroundings.Error, surroundings.ErrorIsTerminal, surroundings.UseColour, LogLevel.Warning, LogFormat.Text, surroundings.Time);
        if (isFirst)
        {
            await SignInAsync(inside, log, cancellationToken);
            Say("Signed in as the demo person.");
        }
        else
        {
            simulator.World.Weigh("demo", LastWeight(simulator));
            Say("The demo person has just stepped on the scale again.");
        }

        var before = await HeldAsync(inside, cancellationToken);
        Say("Synchronising the last year's weighings and blood pressures to Garmin Connect, TrainerRoad, JSON, FIT and CSV ...");
        var code = await SyncAsync(inside, log, cancellationToken);
        Say("Pulling every other kind: activity, sleep, workouts, heart ...");
        code = Worse(code, await PullAsync(inside, log, cancellationToken));
        await ShowAsync(inside, simulator, before, cancellationToken);
        var requests = simulator.World.Requests.Total + simulator.World.Garmin.Requests.Total + simulator.World.TrainerRoad.Requests.Total;
        Say(string.Create(CultureInfo.InvariantCulture, $"The simulator answered {requests} requests; all of it took {surroundings.Time.GetElapsedTime(started).TotalSeconds:0.0} s."));
        return code;
    }

    /// <summary>The person's surroundings with nothing of their own configuration in them.</summary>
    private Surroundings Inside(SimulatorHost simulator) => surroundings with
    {
        InIsTerminal = false,
        WorkingDirectory = folder.Root,
        Environment = new Dictionary<string, string>(surroundings.Environment.Where(variable => variable.Key is "NO_COLOR"), StringComparer.Ordinal)
        {
            ["HOME"] = folder.Root,
            ["WITHINGS_API_URL"] = simulator.ApiUrl.OriginalString,
            ["WITHINGS_ACCOUNT_URL"] = simulator.AccountUrl.OriginalString,
            ["WITHINGS_CLIENT_ID"] = simulator.ClientId,
            ["WITHINGS_CLIENT_SECRET"] = simulator.ClientSecret,
            ["WITHINGS_REDIRECT_URI"] = Callback,
            ["WITHINGS_REQUESTS_PER_MINUTE"] = "0",
            ["GARMIN_SSO_URL"] = simulator.GarminUrl.OriginalString,
            ["GARMIN_API_URL"] = simulator.GarminUrl.OriginalString,
            ["GARMIN_AUTH_URL"] = simulator.GarminUrl.OriginalString,
            ["GARMIN_USERNAME"] = GarminService.DefaultUsername,
            ["GARMIN_PASSWORD"] = GarminService.DefaultPassword,
            ["TRAINERROAD_URL"] = simulator.TrainerRoadUrl.OriginalString,
            ["TRAINERROAD_USERNAME"] = TrainerRoadService.DefaultUsername,
            ["TRAINERROAD_PASSWORD"] = TrainerRoadService.DefaultPassword,
            ["TERM"] = surroundings.Environment.GetValueOrDefault("TERM") ?? "",
        },
    };

    /// <summary>Opens the authorise page as a browser would; the simulator consents and sends it back with a code.</summary>
    private async Task SignInAsync(Surroundings inside, RunLog log, CancellationToken cancellationToken)
    {
        await using var session = Session.Open(inside, folder.Config, log);
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using var answer = await browser.GetAsync(AuthorizeUrl.For(session.Options, "demo", LoginRequest.AllScopes, demoUser: true), cancellationToken);
        var redirect = answer.Headers.Location?.OriginalString ?? throw new InvalidOperationException($"The simulated authorise page answered {(int)answer.StatusCode} without a redirect.");
        await new LoginFlow(session, inside, log).RunAsync(new LoginRequest { Answer = redirect }, cancellationToken);
    }

    private Task<ExitCode> SyncAsync(Surroundings inside, RunLog log, CancellationToken cancellationToken) =>
        new SyncRun(
            new SyncRequest
            {
                From = "1y",
                ToFit = true,
                ToJson = true,
                ToCsv = true,
                Output = folder.Readings,
                Features = ["BLOOD_PRESSURE"],
                ConfigFolder = folder.Config,
            },
            inside, log).RunAsync(cancellationToken);

    private async Task<ExitCode> PullAsync(Surroundings inside, RunLog log, CancellationToken cancellationToken)
    {
        await using var session = Session.Open(inside, folder.Config, log);
        var everything = new PullRequest(KindNames.Parse([]), KindsNamed: false, All: false, From: null, To: null);
        return await new PullRun(everything, session, inside, log).RunAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<KindSummary>> HeldAsync(Surroundings inside, CancellationToken cancellationToken)
    {
        if (!File.Exists(ConfigFolder.Of(inside, folder.Config).ArchiveFile))
        {
            return [];
        }

        var (archive, account) = ExportCommand.Open(folder.Config, inside);
        using var _ = archive;
        return await archive.SummariseAsync(account, cancellationToken);
    }

    private async Task ShowAsync(Surroundings inside, SimulatorHost simulator, IReadOnlyList<KindSummary> before, CancellationToken cancellationToken)
    {
        var (archive, account) = ExportCommand.Open(folder.Config, inside);
        using var _ = archive;
        var now = surroundings.Time.GetUtcNow();
        var chart = await ArchiveCharts.CreateAsync("weight", archive, account, now.AddYears(-1), now, Math.Min(surroundings.Width, 100), ChartRows, cancellationToken);
        DemoTables.WriteFound(surroundings, before, await archive.SummariseAsync(account, cancellationToken));
        surroundings.Out.WriteLine();
        chart.Write(surroundings.Out, surroundings.UseColour, surroundings.Time.LocalTimeZone);
        surroundings.Out.WriteLine();
        DemoTables.WriteDelivered(surroundings, simulator.World);
        surroundings.Out.WriteLine();
        DemoTables.WriteFiles(surroundings, Directory.EnumerateFiles(folder.Root, "readings.*").Order(StringComparer.Ordinal), Shown);
        surroundings.Out.WriteLine();
        surroundings.Out.WriteLine("Next, try:");
        surroundings.Out.WriteLine($"  ./withings-sync chart sleep -c {ShellWord.Of(Shown(folder.Config))}");
        surroundings.Out.WriteLine($"  ./withings-sync export --csv -o everything -c {ShellWord.Of(Shown(folder.Config))}");
        surroundings.Out.WriteLine($"  ./withings-sync deliveries list -c {ShellWord.Of(Shown(folder.Config))}");
        surroundings.Out.WriteLine("  ./withings-sync login      (with your own account)");
    }

    private static decimal LastWeight(SimulatorHost simulator)
    {
        var last = simulator.World.TruthOf("demo").Groups.Where(group => group.Category == 1).OrderBy(group => group.Date)
            .SelectMany(group => group.Measures).Last(measure => measure.Type == MeasureType.Weight);
        return new ScaledNumber(last.Value, last.Unit).ToDecimal()!.Value;
    }

    private string Shown(string path)
    {
        var relative = Path.GetRelativePath(surroundings.WorkingDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private void Say(string text)
    {
        surroundings.Error.WriteLine(text);
        surroundings.Error.Flush();
    }

    private static ExitCode Worse(ExitCode one, ExitCode other) => one == ExitCode.Done ? other : one;
}
