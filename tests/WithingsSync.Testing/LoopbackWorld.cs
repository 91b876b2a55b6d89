using System.Text.RegularExpressions;
using System.Web;
using WithingsSync.Cli;
using WithingsSync.Simulator;

namespace WithingsSync.Testing;

/// <summary>
/// One person, a simulated Withings on the loopback interface and an empty home folder. The environment holds nothing of the machine's, so nothing
/// reaches another host: every address of a service points at the simulator.
/// </summary>
public sealed partial class LoopbackWorld : IAsyncDisposable
{
    public const string Callback = "http://localhost:8888/callback";

    private LoopbackWorld(SimulatorHost simulator, string folder, TimeProvider time)
    {
        Simulator = simulator;
        Folder = folder;
        Time = time;
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = folder,
            ["WITHINGS_API_URL"] = simulator.ApiUrl.OriginalString,
            ["WITHINGS_ACCOUNT_URL"] = simulator.AccountUrl.OriginalString,
            ["WITHINGS_CLIENT_ID"] = simulator.ClientId,
            ["WITHINGS_CLIENT_SECRET"] = simulator.ClientSecret,
            ["WITHINGS_REDIRECT_URI"] = Callback,
            ["WITHINGS_REQUESTS_PER_MINUTE"] = "0",
            ["GARMIN_SSO_URL"] = simulator.GarminUrl.OriginalString,
            ["GARMIN_API_URL"] = simulator.GarminUrl.OriginalString,
            ["GARMIN_AUTH_URL"] = simulator.GarminUrl.OriginalString,
            ["TRAINERROAD_URL"] = simulator.TrainerRoadUrl.OriginalString,
            ["WITHINGS_SYNC_SECRETS"] = Path.Combine(folder, "secrets"),
        };
    }

    public SimulatorHost Simulator { get; }

    public SimulatedWorld World => Simulator.World;

    /// <summary>Home and working directory of the person; removed at the end.</summary>
    public string Folder { get; }

    public TimeProvider Time { get; }

    /// <summary>What the next runs find in their environment; a test may change it.</summary>
    public Dictionary<string, string> Environment { get; }

    public string UserFile => PathOf(".withings_user.json");

    public string ArchiveFile => PathOf(".local/share/withings-sync/archive.db");

    /// <param name="time">The clock of both sides; the system's when left out.</param>
    /// <param name="historyYears">How much history the person has.</param>
    /// <param name="refuseRepeats">Whether the simulator refuses the same call within ten seconds, as the real service does.</param>
    /// <param name="seed">The simulated world's seed.</param>
    /// <param name="historyDays">Days of history instead of years: a small world for a quick test.</param>
    public static Task<LoopbackWorld> StartAsync(TimeProvider? time = null, int historyYears = 1, bool refuseRepeats = false, int seed = 1, int? historyDays = null) =>
        StartAsync(new SimulatorOptions
        {
            AutoConsent = true,
            RequestsPerMinute = null,
            RefuseRepeats = refuseRepeats,
            Years = historyYears,
            HistoryDays = historyDays,
            Seed = seed,
            Time = time ?? TimeProvider.System,
        });

    /// <param name="options">The simulator's; its clock is also the command line's.</param>
    public static async Task<LoopbackWorld> StartAsync(SimulatorOptions options) =>
        new(await SimulatorHost.StartAsync(options), Directory.CreateTempSubdirectory("withings-sync-test-").FullName, options.Time);

    public string PathOf(string relative) => Path.Combine(Folder, relative);

    /// <summary>Runs the command line inside this process, without a terminal.</summary>
    public Task<CliResult> RunAsync(params string[] arguments) => RunAsync(arguments, typed: null);

    /// <summary>Runs the command line inside this process. Whatever it says, no secret may be in it.</summary>
    /// <exception cref="InvalidOperationException">A token or the client's secret was said.</exception>
    /// <param name="arguments">As typed after the program's name.</param>
    /// <param name="typed">What a person types, on a terminal; null means that there is no terminal.</param>
    /// <param name="cancellationToken">Cancelled, it is Ctrl-C.</param>
    public async Task<CliResult> RunAsync(string[] arguments, TextReader? typed, CancellationToken cancellationToken = default)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var secrets = Secrets();
        var code = await CommandLine.RunAsync(arguments, new Surroundings
        {
            In = new(() => typed ?? TextReader.Null),
            Out = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(error),
            InIsTerminal = typed is not null,
            OutIsTerminal = typed is not null,
            ErrorIsTerminal = typed is not null,
            Environment = Environment,
            WorkingDirectory = Folder,
            Time = Time,
        }, cancellationToken);
        var result = new CliResult(code, output.ToString(), error.ToString());
        return secrets.Union(Secrets()).FirstOrDefault(secret => result.Out.Contains(secret, StringComparison.Ordinal) || result.Error.Contains(secret, StringComparison.Ordinal)) is null
            ? result
            : throw new InvalidOperationException($"`{string.Join(' ', arguments)}` said a secret.");
    }

    /// <summary>Starts the real program in a process of its own.</summary>
    public CliProcess Start(params string[] arguments) => CliProcess.Start(this, [], arguments);

    /// <summary>Signs the demo person in, as a browser and <c>login --code</c> would.</summary>
    /// <param name="scopes">What to ask for; everything when left out.</param>
    public async Task SignInAsync(string? scopes = null)
    {
        var redirect = await ConsentAsync(scopes ?? "user.metrics,user.activity,user.info", "test");
        var result = await RunAsync("login", "--code", redirect.OriginalString);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"The sign-in failed: {result}");
        }
    }

    /// <summary>Opens the authorise page and returns where it redirects to.</summary>
    public async Task<Uri> ConsentAsync(string scopes, string state)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var query = HttpUtility.ParseQueryString("");
        query["response_type"] = "code";
        query["client_id"] = Simulator.ClientId;
        query["redirect_uri"] = Environment["WITHINGS_REDIRECT_URI"];
        query["scope"] = scopes;
        query["state"] = state;
        using var answer = await browser.GetAsync(new Uri(Simulator.AccountUrl, $"/oauth2_user/authorize2?{query}"));
        return answer.Headers.Location ?? throw new InvalidOperationException($"The authorise page answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>What the person's files and environment hold and nobody else may see.</summary>
    public IReadOnlySet<string> Secrets()
    {
        var secrets = new HashSet<string>(StringComparer.Ordinal) { Simulator.ClientSecret };
        secrets.UnionWith(World.Garmin.Secrets);
        secrets.UnionWith(World.TrainerRoad.Secrets);
        if (File.Exists(UserFile))
        {
            secrets.UnionWith(TokenText().Matches(File.ReadAllText(UserFile)).Select(match => match.Groups["token"].Value));
        }

        return secrets;
    }

    [GeneratedRegex("_token\"\\s*:\\s*\"(?<token>[^\"]{8,})\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokenText();

    public async ValueTask DisposeAsync()
    {
        await Simulator.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
