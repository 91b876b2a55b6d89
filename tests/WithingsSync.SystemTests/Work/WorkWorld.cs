using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Server;
using WithingsSync.Server.Jobs;
using WithingsSync.Server.Settings;
using WithingsSync.Simulator;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Work;

/// <summary>
/// A whole server and a simulated Withings that notifies it, both on one clock which a test turns. The jobs' bodies are run by hand, so that nothing happens by
/// itself and nobody waits. Nobody has readings but those a test makes.
/// </summary>
internal sealed class WorkWorld : IAsyncDisposable
{
    public const string Me = "demo";

    /// <summary>More than any wait of ours, less than the shortest time-out of a request.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(17);

    private readonly string _folder = Directory.CreateTempSubdirectory("withings-sync-work-").FullName;
    private readonly Visitor _visitor = new();

    private ServerSettings _settings = null!;
    private bool _isBudgeted;

    private WorkWorld(SimulatorHost simulator, ManualTime time) => (Simulator, Time) = (simulator, time);

    public SimulatorHost Simulator { get; }

    public SimulatedWorld Withings => Simulator.World;

    public ManualTime Time { get; }

    public CollectedLog Log { get; } = new();

    public RunningServer Server { get; private set; } = null!;

    /// <summary>Another of the simulator's people.</summary>
    public string Other => Withings.People[1].Name;

    /// <param name="webhooks">Without, everything is polled.</param>
    /// <param name="change">Changes what the settings say.</param>
    /// <param name="isBudgeted">With the server's own budget; PostgreSQL's runs on the database's clock, so only with SQLite.</param>
    public static async Task<WorkWorld> StartAsync(
        StoreKind kind = StoreKind.Sqlite, bool webhooks = true, Func<ServerSettings, ServerSettings>? change = null, bool isBudgeted = false, DateTimeOffset? start = null)
    {
        var time = start is { } moment ? new ManualTime(moment) : new ManualTime();
        var simulator = await SimulatorHost.StartAsync(new()
        {
            AutoConsent = true, RequestsPerMinute = isBudgeted ? 120 : null, RefuseRepeats = isBudgeted, HistoryDays = 60, GeneratesReadings = false, People = 3, Time = time,
        });
        var world = new WorkWorld(simulator, time);
        var address = kind == StoreKind.Postgres ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : null;
        var port = FreePort.Find();
        var settings = SimulatedSettings.Read(simulator, world._folder, address, port, webhooks ? port : null);

        // Without waits inside of one call: what fails is the jobs' to repeat.
        settings = settings with { Withings = settings.Withings.WithoutPauses(settings.Withings.Signing, longestWait: TimeSpan.Zero) };
        settings = change?.Invoke(settings) ?? settings;
        (world._settings, world._isBudgeted) = (settings, isBudgeted);
        world.Server = await world.StartServerAsync();
        world._visitor.Server = world.Server.Addresses[0];
        return world;
    }

    /// <summary>The server ends; a new one begins on the same store and address.</summary>
    public async Task RestartAsync(Func<ServerSettings, ServerSettings> change)
    {
        await Server.DisposeAsync();
        _settings = change(_settings);
        Server = await StartServerAsync();
    }

    /// <summary>Another node on the same store.</summary>
    public Task<RunningServer> StartAnotherAsync() => StartServerAsync($"http://127.0.0.1:{FreePort.Find()}");

    public T Get<T>()
        where T : notnull => Server.Services.GetRequiredService<T>();

    public async Task<(AccountId Account, string Token)> AddPersonAsync(string name)
    {
        var person = await Get<PeopleStore>().AddAsync(name, null, Time.GetUtcNow(), default) ?? throw new InvalidOperationException($"There is a {name} already.");
        return (person.Id, (await Get<AccessTokenStore>().IssueAsync(person.Id, AccessTokenKind.Person, "test", Time.GetUtcNow(), default)).Secret);
    }

    /// <inheritdoc cref="Visitor.ConsentAsync"/>
    public Task<string> ConsentAsync(string token, string person = Me, string? scopes = null, string query = "") => _visitor.ConsentAsync(token, person, scopes, query);

    /// <inheritdoc cref="Visitor.CallBackAsync"/>
    public Task<string?> CallBackAsync(string query) => _visitor.CallBackAsync(query);

    public Task ConnectAsync(string token, string person = Me, string? scopes = null) => _visitor.ConnectAsync(token, person, scopes);

    /// <summary>Somebody who is connected, whose past is read and whose notifications are subscribed.</summary>
    public async Task<(AccountId Account, string Token)> ConnectAndSettleAsync(string person = Me, string? scopes = null)
    {
        var (account, token) = await AddPersonAsync(person);
        await ConnectAsync(token, person, scopes);
        await BackfillAsync();
        await SubscribeAsync();

        // The weekly poll comes at an hour of the person's own; here it was just done, so that none comes by chance.
        await Get<WatchStore>().SaveWholePollAsync(account, Time.GetUtcNow(), default);
        Time.Advance(TimeSpan.FromMinutes(2));
        await ServeNotificationsAsync();
        Withings.Requests.Clear();
        return (account, token);
    }

    public Task<JsonObject> StatusAsync(string token) => _visitor.GetAsync($"{Visitor.Integrations}/status", token);

    public async Task<bool> DisconnectAsync(string token)
    {
        using var answer = await _visitor.AskAsync(HttpMethod.Delete, $"{Visitor.Integrations}/disconnect", token);
        return (bool)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["success"]!;
    }

    public async Task<HttpStatusCode> RemoveAsync(AccountId account)
    {
        var (_, admin) = await Get<AccessTokenStore>().IssueAsync(null, AccessTokenKind.Admin, "test", Time.GetUtcNow(), default);
        return await _visitor.SendAsync(HttpMethod.Delete, $"/api/v1/admin/people/{account}", admin);
    }

    /// <summary>All open backfills, to their end or their first failure.</summary>
    public Task BackfillAsync() => DriveAsync(async () =>
    {
        while (await Get<BackfillWork>().RunAsync(default))
        {
        }
    });

    public Task SubscribeAsync() => DriveAsync(() => Get<WebhookWork>().RunAsync(default));

    public Task PollAsync() => DriveAsync(() => Get<PeriodicWork>().RunAsync(default));

    public Task RenewAsync() => DriveAsync(() => Get<RefreshWork>().RunAsync(default));

    /// <summary>Does what the notifications that arrived ask for, turning the clock to each next try, until nothing waits.</summary>
    /// <returns>How often the clock had to be turned.</returns>
    public async Task<int> ServeNotificationsAsync()
    {
        var turns = 0;
        await Withings.SettleNotificationsAsync();
        while (await Get<NotificationStore>().ListWaitingUsersAsync(default) is [var first, ..])
        {
            if (await DriveAsync(Get<NotificationWork>().RunAsync(first, default)) is { } next && next > Time.GetUtcNow())
            {
                Assert.True(++turns < 40, "The notifications are served for ever.");
                Time.Advance(next - Time.GetUtcNow());
                await Withings.SettleNotificationsAsync();
            }
        }

        return turns;
    }

    public Task<IReadOnlyList<T>> ReadAsync<T>(AccountId account)
        where T : HealthRecord => Get<ServerDatabase>().Records.ReadAsync<T>(account, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200), default);

    /// <summary>The person's groups here and at Withings are the same, down to what was changed when.</summary>
    public async Task AssertGroupsAreTrueAsync(AccountId account, string person = Me) => Assert.Equal(
        Withings.TruthOf(person).Groups.Select(group => (group.Id, group.Date, group.Modified, group.Attribution, Weight: group.Measures.FirstOrDefault(one => one.Type == 1)?.Value ?? 0)).Order(),
        (await ReadAsync<MeasureGroup>(account)).Select(group => (
            group.GroupId, group.MeasuredAt.ToUnixTimeSeconds(), group.ModifiedAt.ToUnixTimeSeconds(), group.Attribution, Weight: group.Measures.FirstOrDefault(one => one.Type == 1).Value)).Order());

    public Task<IReadOnlyList<DeadLetter>> LettersAsync() => Get<WorkStore>().ListLettersAsync(100, default);

    public async Task<Integration> IntegrationAsync(AccountId account) => (await Get<IntegrationStore>().FindAsync(account, default))!;

    /// <summary>When somebody last asked for the person's data.</summary>
    public Task SetActiveAsync(AccountId account, DateTimeOffset at) => ExecuteAsync($"update people set active_at = {at.ToUnixTimeSeconds()} where id = '{account}'");

    public Task ExecuteAsync(string sql) => Get<ServerDatabase>().Sessions.WriteAsync(session => session.Database.Prepare(sql).Run(), default);

    public Task<int> CountAsync(string sql) => Get<ServerDatabase>().Sessions.RunAsync(
        session =>
        {
            using var rows = session.Database.Prepare(sql).Query();
            return rows.Next() ? rows.Int() : 0;
        },
        default);

    public Task DriveAsync(Func<Task> work) => Time.DriveAsync(work(), LongestWait);

    public Task<T> DriveAsync<T>(Task<T> work) => Time.DriveAsync(work, LongestWait);

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await Server.DisposeAsync();
        await Simulator.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<RunningServer> StartServerAsync(string? url = null) => ServerHost.StartAsync(url is null ? _settings : _settings with { Urls = [url] }, new(Time, Log)
    {
        RunsJobs = false,
        AddServices = services =>
        {
            services.AddJobBodies(JobsOptions.Of(_settings));
            if (!_isBudgeted)
            {
                services.AddSingleton<IRequestBudget>(new NoBudget());
            }
        },
    });

    private sealed class NoBudget : IRequestBudget
    {
        public Task WaitAsync(Lane lane, AccountId? account, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
