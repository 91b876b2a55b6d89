using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server;
using WithingsSync.Server.Settings;
using WithingsSync.Simulator;
using WithingsSync.Storage.Server;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Jobs;

/// <summary>One or more whole servers with jobs and webhooks on the real clock, one store, and a simulated Withings that notifies them.</summary>
internal sealed class JobsWorld : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly List<RunningServer> _servers = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("withings-sync-jobs-").FullName;
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    private JobsWorld(SimulatorHost simulator) => Simulator = simulator;

    public SimulatorHost Simulator { get; }

    public SimulatedWorld Withings => Simulator.World;

    public ServerDatabase Database => Get<ServerDatabase>();

    public static async Task<JobsWorld> StartAsync(bool postgres = false, int nodes = 1, int historyDays = 3, bool webhooks = true)
    {
        var simulator = await SimulatorHost.StartAsync(new() { AutoConsent = true, HistoryDays = historyDays, People = 3, GeneratesReadings = historyDays > 0 });
        var world = new JobsWorld(simulator);
        var address = postgres ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : null;
        var publicPort = 0;
        for (var node = 0; node < nodes; node++)
        {
            var port = FreePort();
            publicPort = publicPort == 0 ? port : publicPort;
            await world.StartServerAsync(address, port, webhooks ? publicPort : null);
        }

        return world;
    }

    public T Get<T>(int node = 0)
        where T : notnull => _servers[node].Services.GetRequiredService<T>();

    /// <summary>A person who has consented at Withings.</summary>
    public async Task<AccountId> ConnectAsync(string name = "demo")
    {
        var person = await Get<PeopleStore>().AddAsync(name, null, DateTimeOffset.UnixEpoch, default) ?? throw new InvalidOperationException($"There is a {name} already.");
        var (_, token) = await Get<AccessTokenStore>().IssueAsync(person.Id, AccessTokenKind.Person, "test", DateTimeOffset.UnixEpoch, default);
        var begun = await GetAsync("/api/v1/integrations/withings/authorize", token);
        using var consent = await _browser.GetAsync(new Uri($"{begun["auth_url"]}&simulator_person={name}"));
        var query = HttpUtility.ParseQueryString(consent.Headers.Location!.Query);
        using var back = await _browser.GetAsync(new Uri(_servers[0].Addresses[0], $"/api/v1/integrations/withings/callback?code={query["code"]}&state={query["state"]}"));
        Assert.True(back.IsSuccessStatusCode, await back.Content.ReadAsStringAsync());
        return person.Id;
    }

    /// <summary>Connected, its past read, its notifications subscribed.</summary>
    public async Task<AccountId> ConnectAndSettleAsync(string name = "demo")
    {
        var account = await ConnectAsync(name);
        await UntilAsync(async () => await Get<BackfillStore>().FindAsync(account, default) is { Stage: Backfill.Done }, "the backfill");
        await UntilAsync(async () => (await Get<WatchStore>().FindAsync(account, default)).IsComplete, "the subscriptions");
        return account;
    }

    public async Task<IReadOnlyList<MeasureGroup>> GroupsAsync(AccountId account) =>
        await Database.Records.ReadAsync<MeasureGroup>(account, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200), default);

    public async Task<JsonObject> AdminAsync(string path)
    {
        var (_, token) = await Get<AccessTokenStore>().IssueAsync(null, AccessTokenKind.Admin, "test", DateTimeOffset.UnixEpoch, default);
        return await GetAsync($"/api/v1/admin/{path}", token);
    }

    public async Task<HttpStatusCode> PostAdminAsync(string path)
    {
        var (_, token) = await Get<AccessTokenStore>().IssueAsync(null, AccessTokenKind.Admin, "test", DateTimeOffset.UnixEpoch, default);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_servers[0].Addresses[0], $"/api/v1/admin/{path}")) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var answer = await _browser.SendAsync(request);
        return answer.StatusCode;
    }

    public static async Task UntilAsync(Func<Task<bool>> state, string what)
    {
        var since = Stopwatch.StartNew();
        while (!await state())
        {
            Assert.True(since.Elapsed < Limit, $"Waited {Limit.TotalSeconds} s in vain for {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await Simulator.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<JsonObject> GetAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_servers[0].Addresses[0], path)) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        using var answer = await _browser.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return (JsonObject)JsonNode.Parse(text)!;
    }

    private async Task StartServerAsync(string? database, int port, int? publicPort)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WITHINGS_CLIENT_ID"] = Simulator.ClientId,
            ["WITHINGS_CLIENT_SECRET"] = Simulator.ClientSecret,
            ["WITHINGS_API_URL"] = Simulator.ApiUrl.OriginalString,
            ["WITHINGS_ACCOUNT_URL"] = Simulator.AccountUrl.OriginalString,
            ["WITHINGS_REDIRECT_URI"] = LoopbackWorld.Callback,
            ["GARMIN_SSO_URL"] = Simulator.GarminUrl.OriginalString,
            ["GARMIN_API_URL"] = Simulator.GarminUrl.OriginalString,
            ["GARMIN_AUTH_URL"] = Simulator.GarminUrl.OriginalString,
            ["TRAINERROAD_URL"] = Simulator.TrainerRoadUrl.OriginalString,
            ["WITHINGS_SYNC_SECRETS"] = Path.Combine(_folder, "secrets"),
            ["WITHINGS_SYNC_MASTER_KEY"] = Convert.ToBase64String(new byte[32].Select((_, at) => (byte)at).ToArray()),
        };
        if (database is not null)
        {
            environment["DATABASE_URL"] = database;
        }

        if (publicPort is { } reached)
        {
            environment["PUBLIC_URL"] = $"http://127.0.0.1:{reached}";
            environment["WITHINGS_WEBHOOK_SECRET"] = "a-webhook-secret-of-the-tests";
        }

        var place = new ServerPlace(Path.Combine(_folder, "data"), _folder, environment, new Dictionary<string, string>(StringComparer.Ordinal));
        var settings = ServerSettings.Read(place, [$"http://127.0.0.1:{port}"]);
        settings = settings with { Withings = Quick(settings.Withings) };
        _servers.Add(await ServerHost.StartAsync(settings, new(TimeProvider.System, NullLoggerFactory.Instance)));
    }

    /// <summary>Without the pauses that Withings itself needs between subscriptions.</summary>
    private static WithingsSync.Withings.WithingsOptions Quick(WithingsSync.Withings.WithingsOptions options) => new()
    {
        ClientId = options.ClientId,
        ClientSecret = options.ClientSecret,
        RedirectUri = options.RedirectUri,
        ApiUrl = options.ApiUrl,
        AccountUrl = options.AccountUrl,
        SubscribePause = TimeSpan.Zero,
        UnsubscribePause = TimeSpan.Zero,
    };
}
