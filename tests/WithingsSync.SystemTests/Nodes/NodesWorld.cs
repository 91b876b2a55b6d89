using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server;
using WithingsSync.Server.Settings;
using WithingsSync.Simulator;
using WithingsSync.Storage.Server;
using WithingsSync.Testing;
using WithingsSync.Withings;
using Xunit;

namespace WithingsSync.SystemTests.Nodes;

/// <summary>Several `serve` processes on one store behind one public address, and a simulated Withings with people who are connected and were read.</summary>
internal sealed class NodesWorld : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("withings-sync-nodes-").FullName;
    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Dictionary<string, string> _environment;

    private NodesWorld(SimulatorHost simulator, LoadBalancer balancer, string? address, int nodes, IReadOnlyDictionary<string, string> settings)
    {
        (Simulator, Balancer) = (simulator, balancer);
        _environment = new(settings, StringComparer.Ordinal)
        {
            ["HOME"] = _folder,
            ["WITHINGS_CLIENT_ID"] = simulator.ClientId,
            ["WITHINGS_CLIENT_SECRET"] = simulator.ClientSecret,
            ["WITHINGS_API_URL"] = simulator.ApiUrl.OriginalString,
            ["WITHINGS_ACCOUNT_URL"] = simulator.AccountUrl.OriginalString,
            ["WITHINGS_REDIRECT_URI"] = LoopbackWorld.Callback,
            ["WITHINGS_SYNC_SECRETS"] = Path.Combine(_folder, "secrets"),
            ["WITHINGS_SYNC_MASTER_KEY"] = Convert.ToBase64String(new byte[32].Select((_, at) => (byte)at).ToArray()),
            ["WITHINGS_WEBHOOK_SECRET"] = "a-webhook-secret-of-the-tests",
            ["PUBLIC_URL"] = balancer.Address.GetLeftPart(UriPartial.Authority),
        };
        if (address is not null)
        {
            _environment["DATABASE_URL"] = address;
        }

        Store = new(address, Path.Combine(_folder, "data", "server.db"));
        Nodes = [.. Enumerable.Range(0, nodes).Select(number => new Node(number, _folder, _environment, _browser))];
        balancer.Nodes = () => [.. Nodes.Where(node => node.IsStarted).Select(node => node.Address)];
    }

    public SimulatorHost Simulator { get; }

    public SimulatedWorld Withings => Simulator.World;

    public LoadBalancer Balancer { get; }

    public StoreRows Store { get; }

    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Who is connected here, by their name at the simulator.</summary>
    public IReadOnlyDictionary<string, AccountId> People { get; private set; } = new Dictionary<string, AccountId>();

    /// <summary>What everybody knows when something did not come true: the nodes' own words, the inbox, and what Withings sent and was asked.</summary>
    public async Task<string> TellAsync() => string.Join("\n",
    [
        .. Nodes.Select(node => $"node {node.Number}: {node.Said}"),
        "inbox:", .. (await Store.ReadAsync("select withings_user_id, appli, received_at_ms, outcome from notifications where handled_at is null order by id")).Select(row => string.Join(' ', row)),
        "retries:", .. (await Store.ReadAsync("select job, subject, attempts, next_at, reason from retries")).Select(row => string.Join(' ', row)),
        "sent and not taken:", .. Withings.Notifications.Where(one => one.Tries is not [.., { Succeeded: true }])
            .Select(one => Invariant($"{one.Created:HH:mm:ss.fff} {one.UserId} {one.Appli} {one.Status}: {string.Join(", ", one.Tries.Select(a => Invariant($"{a.At:HH:mm:ss.fff} {a.HttpStatus}")))}")),
        "asked:", .. Withings.Requests.Recent.TakeLast(60).Select(one => Invariant($"{one.At:HH:mm:ss.fff} {one.Path} {one.Action} {one.Status}")),
    ]);

    /// <param name="address">A PostgreSQL database; SQLite when null.</param>
    /// <param name="people">Connected and read before this returns, by a server inside this process; 0 leaves the store empty.</param>
    /// <param name="settings">More of the nodes' settings, as in their environment.</param>
    public static async Task<NodesWorld> StartAsync(string? address, int nodes, int people, IReadOnlyDictionary<string, string>? settings = null)
    {
        var simulator = await SimulatorHost.StartAsync(new() { AutoConsent = true, HistoryDays = 1, People = Math.Max(people, 1), GeneratesReadings = false, RequestsPerMinute = null });
        var balancer = await LoadBalancer.StartAsync(new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) });
        var world = new NodesWorld(simulator, balancer, address, nodes, settings ?? new Dictionary<string, string>(StringComparer.Ordinal));
        if (people > 0)
        {
            await world.ConnectAsync();
        }

        return world;
    }

    /// <summary>Opens the store beside the nodes.</summary>
    public ServerDatabase OpenStore() => Settings().Store.Open(TimeProvider.System);

    /// <summary>Posts a notification to the public address, as Withings does.</summary>
    /// <returns>Whether it was acknowledged.</returns>
    public Task<bool> PostAsync(string body) => PostAsync(Balancer.Address, body);

    public async Task<bool> PostAsync(Uri node, string body)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        using var answer = await _browser.PostAsync(new Uri(node, $"{ServerSettings.WebhookPath}?token={_environment["WITHINGS_WEBHOOK_SECRET"]}"), content);
        return answer.IsSuccessStatusCode;
    }

    public async Task StartAllAsync()
    {
        foreach (var node in Nodes)
        {
            node.Start();
        }

        await Task.WhenAll(Nodes.Select(node => node.ReadyAsync()));
    }

    public static Task UntilAsync(Func<Task<bool>> state, TimeSpan limit, Func<string> what) => UntilAsync(state, limit, () => Task.FromResult(what()));

    /// <summary>The same, with everything that is known when it does not come true.</summary>
    public Task UntilAsync(Func<Task<bool>> state, TimeSpan limit, string what) => UntilAsync(state, limit, async () => $"{what}\n{await TellAsync()}");

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            node.Dispose();
        }

        await Simulator.DisposeAsync();
        await Balancer.DisposeAsync();
        _browser.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task UntilAsync(Func<Task<bool>> state, TimeSpan limit, Func<Task<string>> whatAsync)
    {
        var since = Stopwatch.StartNew();
        while (!await state())
        {
            if (since.Elapsed > limit)
            {
                Assert.Fail($"Waited {limit.TotalSeconds} s in vain for {await whatAsync()}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        }
    }

    private ServerSettings Settings() =>
        ServerSettings.Read(new(Path.Combine(_folder, "data"), _folder, _environment, new Dictionary<string, string>(StringComparer.Ordinal)), ["http://127.0.0.1:0"]);

    /// <summary>Everybody connects, without the pauses and the budget that Withings itself needs; the nodes begin with a fresh minute, and nobody was read a moment ago.</summary>
    private async Task ConnectAsync()
    {
        var settings = Settings();
        settings = settings with { Withings = Quick(settings.Withings) };
        var nodes = Balancer.Nodes;
        Withings.RefuseRepeats = false;
        await using (var server = await ServerHost.StartAsync(settings, new(TimeProvider.System, NullLoggerFactory.Instance)))
        {
            Balancer.Nodes = () => [server.Addresses[0]];
            People = await ConnectAllAsync(server);
        }

        Balancer.Nodes = nodes;
        await Store.RunAsync("delete from budget_slots");
        Withings.Requests.Clear();
        (Withings.RequestsPerMinute, Withings.RefuseRepeats) = (120, true);
    }

    private async Task<Dictionary<string, AccountId>> ConnectAllAsync(RunningServer server)
    {
        var people = new Dictionary<string, AccountId>(StringComparer.Ordinal);
        foreach (var name in Withings.People.Select(person => person.Name))
        {
            var person = await server.Services.GetRequiredService<PeopleStore>().AddAsync(name, null, DateTimeOffset.UnixEpoch, default) ?? throw new InvalidOperationException($"There is a {name} already.");
            var (_, token) = await server.Services.GetRequiredService<AccessTokenStore>().IssueAsync(person.Id, AccessTokenKind.Person, "test", DateTimeOffset.UnixEpoch, default);
            using var ask = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Addresses[0], "/api/v1/integrations/withings/authorize")) { Headers = { Authorization = new("Bearer", token) } };
            using var begun = await _browser.SendAsync(ask);
            var address = (string)(await begun.Content.ReadFromJsonAsync<JsonObject>())!["auth_url"]!;
            using var consent = await _browser.GetAsync(new Uri($"{address}&simulator_person={name}"));
            var query = HttpUtility.ParseQueryString(consent.Headers.Location!.Query);
            using var back = await _browser.GetAsync(new Uri(server.Addresses[0], $"/api/v1/integrations/withings/callback?code={query["code"]}&state={query["state"]}"));
            Assert.True(back.IsSuccessStatusCode, await back.Content.ReadAsStringAsync());
            people.Add(name, person.Id);
        }

        var (backfills, watches) = (server.Services.GetRequiredService<BackfillStore>(), server.Services.GetRequiredService<WatchStore>());
        foreach (var (name, account) in people)
        {
            await UntilAsync(
                async () => await AgeAsync() && await backfills.FindAsync(account, default) is { Stage: Backfill.Done } && (await watches.FindAsync(account, default)).IsComplete,
                TimeSpan.FromSeconds(60), () => $"{name} to be read and subscribed");
        }

        await AgeAsync();

        return people;
    }

    /// <summary>What was pulled counts as a minute old: no stage of a backfill waits for the one before, and no pull for the backfill.</summary>
    private async Task<bool> AgeAsync()
    {
        await Store.RunAsync(Invariant($"update feed_states set last_pulled_at = {Withings.UtcNow.ToUnixTimeSeconds() - 60} where last_pulled_at > {Withings.UtcNow.ToUnixTimeSeconds() - 60}"));
        return true;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static WithingsOptions Quick(WithingsOptions options) => new()
    {
        ClientId = options.ClientId,
        ClientSecret = options.ClientSecret,
        RedirectUri = options.RedirectUri,
        ApiUrl = options.ApiUrl,
        AccountUrl = options.AccountUrl,
        RequestsPerMinute = 100_000,
        SubscribePause = TimeSpan.Zero,
        UnsubscribePause = TimeSpan.Zero,
    };
}
