using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.DayTests.Clock;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server;
using WithingsSync.Server.Connect;
using WithingsSync.Server.Settings;
using WithingsSync.Simulator;
using WithingsSync.Storage.Server;
using WithingsSync.Testing;

namespace WithingsSync.DayTests.World;

/// <summary>
/// The whole server but for the engine that runs its jobs, and a simulated Withings with its own limits, both on one turned clock. Every call between them and every
/// notification is real HTTP on the loopback.
/// </summary>
internal sealed class DayServer : IAsyncDisposable
{
    private const string Connect = "/api/v1/integrations/withings";
    private readonly RunningServer _server;
    private readonly HttpClient _browser;
    private readonly string _folder;

    private DayServer(SimulatorHost simulator, RunningServer server, Stillness stillness, string folder)
    {
        (Simulator, _server, _folder) = (simulator, server, folder);
        _browser = new(stillness.Over(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })) { BaseAddress = server.Addresses[0] };
    }

    public SimulatorHost Simulator { get; }

    public SimulatedWorld World => Simulator.World;

    public string DatabaseFile => Directory.EnumerateFiles(Path.Combine(_folder, "data"), "*.db").Single(file => Path.GetFileName(file) != "jobs.db");

    public T Get<T>() where T : notnull => _server.Services.GetRequiredService<T>();

    public static async Task<DayServer> StartAsync(DayOptions options, TurnedTime time, Stillness stillness)
    {
        var simulator = await SimulatorHost.StartAsync(new()
        {
            AutoConsent = true,
            GeneratesReadings = false,
            HistoryDays = 1,
            People = options.People,
            TimeZone = options.Zone,
            Time = time,

            // Real time, on a machine that may be busy.
            NotificationTimeout = TimeSpan.FromMinutes(1),
        });
        var folder = Folder();
        var port = FreePort.Find();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WITHINGS_CLIENT_ID"] = simulator.ClientId,
            ["WITHINGS_CLIENT_SECRET"] = simulator.ClientSecret,
            ["WITHINGS_API_URL"] = simulator.ApiUrl.OriginalString,
            ["WITHINGS_ACCOUNT_URL"] = simulator.AccountUrl.OriginalString,
            ["WITHINGS_WEBHOOK_SECRET"] = "a-webhook-secret-of-the-day",
            ["WITHINGS_SYNC_SECRETS"] = Path.Combine(folder, "secrets"),
            ["Withings__Signing"] = options.Signing,
            ["PUBLIC_URL"] = $"http://127.0.0.1:{port}",
        };
        var place = new ServerPlace(Path.Combine(folder, "data"), folder, environment, new Dictionary<string, string>(StringComparer.Ordinal));
        var settings = ServerSettings.Read(place, [$"http://127.0.0.1:{port}"]);
        var server = await ServerHost.StartAsync(settings, new(time, NullLoggerFactory.Instance)
        {
            ToWithings = stillness.Over(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All }),
            AddServices = TakeEngineAway,
        });
        return new(simulator, server, stillness, folder);
    }

    /// <summary>A person is added and connects as with a browser.</summary>
    public async Task<AccountId> ConnectAsync(string name)
    {
        var now = Get<TimeProvider>().GetUtcNow();
        var person = await Get<PeopleStore>().AddAsync(name, null, now, default) ?? throw new InvalidOperationException($"There is a {name} already.");
        var (_, token) = await Get<AccessTokenStore>().IssueAsync(person.Id, AccessTokenKind.Person, "day", now, default);
        using var asked = new HttpRequestMessage(HttpMethod.Get, $"{Connect}/authorize");
        asked.Headers.Authorization = new("Bearer", token);
        using var begun = await _browser.SendAsync(asked);
        var address = (string)JsonNode.Parse(await begun.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["auth_url"]!;
        using var consent = await _browser.GetAsync(new Uri($"{address}&simulator_person={name}"));
        var back = consent.Headers.Location ?? throw new InvalidOperationException($"The consent page answered {(int)consent.StatusCode}.");
        using var connected = await _browser.GetAsync(new Uri($"{Connect}/callback{back.Query}", UriKind.Relative));
        connected.EnsureSuccessStatusCode();
        return person.Id;
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _server.DisposeAsync();
        await Simulator.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The clock's driver takes the engine's place.</summary>
    private static void TakeEngineAway(IServiceCollection services)
    {
        static bool IsEngine(Type? type) => type?.FullName is { } name && (name.StartsWith("Quartz.", StringComparison.Ordinal) || name.StartsWith("WithingsSync.Server.Jobs.", StringComparison.Ordinal));
        foreach (var hosted in services.Where(one => one.ServiceType == typeof(IHostedService) && (IsEngine(one.ImplementationType) || IsEngine(one.ImplementationFactory?.Method.DeclaringType))).ToList())
        {
            services.Remove(hosted);
        }

        services.RemoveAll<IConnectedHandler>();
        services.AddSingleton<IConnectedHandler, NothingWoken>();
    }

    /// <summary>Commits are durable; in memory they cost no disk.</summary>
    private static string Folder()
    {
        var parent = Environment.GetEnvironmentVariable("DAY_FOLDER") is { Length: > 0 } given ? given : Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        return Directory.CreateDirectory(Path.Combine(parent, $"withings-sync-day-{Guid.NewGuid():n}")).FullName;
    }

    /// <summary>The jobs find who is new by themselves.</summary>
    private sealed class NothingWoken : IConnectedHandler
    {
        public Task ConnectedAsync(AccountId account, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
