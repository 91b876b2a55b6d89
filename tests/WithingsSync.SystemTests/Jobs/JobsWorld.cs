using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server;
using WithingsSync.Simulator;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using WithingsSync.Testing;
using WithingsSync.Withings;
using Xunit;

namespace WithingsSync.SystemTests.Jobs;

/// <summary>One or more whole servers with jobs and webhooks on the real clock, one store, and a simulated Withings that notifies them.</summary>
internal sealed class JobsWorld : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly List<RunningServer> _servers = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("withings-sync-jobs-").FullName;
    private readonly Visitor _visitor = new();

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
            var port = FreePort.Find();
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
        await _visitor.ConnectAsync(token, name);
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
        return await _visitor.GetAsync($"/api/v1/admin/{path}", token);
    }

    public async Task<HttpStatusCode> PostAdminAsync(string path)
    {
        var (_, token) = await Get<AccessTokenStore>().IssueAsync(null, AccessTokenKind.Admin, "test", DateTimeOffset.UnixEpoch, default);
        return await _visitor.SendAsync(HttpMethod.Post, $"/api/v1/admin/{path}", token);
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
        _visitor.Dispose();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await Simulator.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartServerAsync(string? database, int port, int? publicPort)
    {
        var settings = SimulatedSettings.Read(Simulator, _folder, database, port, publicPort);

        // Nonces would take half of the real minute's budget.
        settings = settings with { Withings = settings.Withings.WithoutPauses(SigningMode.ClientSecret, settings.Withings.LongestWait) };
        _servers.Add(await ServerHost.StartAsync(settings, new(TimeProvider.System, NullLoggerFactory.Instance)));
        _visitor.Server ??= _servers[0].Addresses[0];
    }
}
