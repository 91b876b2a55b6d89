using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Web;
using Microsoft.Extensions.DependencyInjection;
using WithingsSync.Server;
using WithingsSync.Server.Settings;
using WithingsSync.Simulator;
using WithingsSync.Storage.Server;
using WithingsSync.Testing;

namespace WithingsSync.SystemTests.Server;

/// <summary>A server on a loopback port with a store of its own, a simulated Withings, and a browser that follows no redirect.</summary>
internal sealed class ServerWorld : IAsyncDisposable
{
    public const string WebhookSecret = "a-webhook-secret-of-the-tests";
    public const string Webhook = "/api/v1/webhooks/withings";
    public const string Connect = "/api/v1/integrations/withings";

    private ServerWorld(SimulatorHost simulator, string folder, ServerSettings settings, TimeProvider time)
    {
        (Simulator, Folder, Settings, Time) = (simulator, folder, settings, time);
    }

    public SimulatorHost Simulator { get; }

    public string Folder { get; }

    public ServerSettings Settings { get; private set; }

    public TimeProvider Time { get; }

    public CollectedLog Log { get; } = new();

    public RunningServer Server { get; private set; } = null!;

    public HttpClient Browser { get; private set; } = null!;

    /// <summary>Codes and states that were seen in this world: none may be in a log.</summary>
    public HashSet<string> Secrets { get; } = new(StringComparer.Ordinal);

    public T Get<T>() where T : notnull => Server.Services.GetRequiredService<T>();

    public static async Task<ServerWorld> StartAsync(
        StoreKind kind = StoreKind.Sqlite, TimeProvider? time = null, Action<Dictionary<string, string>>? settings = null, Action<IServiceCollection>? services = null,
        int historyDays = 2)
    {
        var clock = time ?? TimeProvider.System;
        var address = kind == StoreKind.Postgres ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : null;
        var simulator = await SimulatorHost.StartAsync(new() { AutoConsent = true, RequestsPerMinute = null, RefuseRepeats = false, HistoryDays = historyDays, People = 3, Time = clock });
        var folder = Directory.CreateTempSubdirectory("withings-sync-test-").FullName;
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WITHINGS_CLIENT_ID"] = simulator.ClientId,
            ["WITHINGS_CLIENT_SECRET"] = simulator.ClientSecret,
            ["WITHINGS_API_URL"] = simulator.ApiUrl.OriginalString,
            ["WITHINGS_ACCOUNT_URL"] = simulator.AccountUrl.OriginalString,
            ["WITHINGS_REDIRECT_URI"] = LoopbackWorld.Callback,
            ["WITHINGS_WEBHOOK_SECRET"] = WebhookSecret,
            ["WITHINGS_SYNC_SECRETS"] = Path.Combine(folder, "secrets"),
        };
        if (address is not null)
        {
            environment["DATABASE_URL"] = address;
            environment["WITHINGS_SYNC_MASTER_KEY"] = Convert.ToBase64String(new byte[32].Select((_, at) => (byte)at).ToArray());
        }

        settings?.Invoke(environment);
        var place = new ServerPlace(Path.Combine(folder, "data"), folder, environment, new Dictionary<string, string>(StringComparer.Ordinal));
        var world = new ServerWorld(simulator, folder, ServerSettings.Read(place, ["http://127.0.0.1:0"]), clock);
        await world.StartServerAsync(services);
        return world;
    }

    /// <summary>The server ends; a new one begins on the same store.</summary>
    public async Task RestartAsync(Func<ServerSettings, ServerSettings>? change = null, Action<IServiceCollection>? services = null)
    {
        Browser.Dispose();
        await Server.DisposeAsync();
        Settings = change?.Invoke(Settings) ?? Settings;
        await StartServerAsync(services);
    }

    /// <summary>A person and their token.</summary>
    public async Task<(Person Person, string Token)> AddPersonAsync(string name)
    {
        var person = await Get<PeopleStore>().AddAsync(name, null, Time.GetUtcNow(), default) ?? throw new InvalidOperationException($"There is a {name} already.");
        var (_, token) = await Get<AccessTokenStore>().IssueAsync(person.Id, AccessTokenKind.Person, "test", Time.GetUtcNow(), default);
        return (person, token);
    }

    public async Task<string> IssueAsync(AccessTokenKind kind) =>
        (await Get<AccessTokenStore>().IssueAsync(null, kind, "test", Time.GetUtcNow(), default)).Secret;

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token = null, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await Browser.SendAsync(request);
    }

    public async Task<JsonObject> GetJsonAsync(string path, string token)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, token);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? (JsonObject)JsonNode.Parse(text)! : throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {text}");
    }

    /// <summary>Begins to connect, and consents at Withings.</summary>
    /// <returns>The query with which Withings sends the browser back.</returns>
    public async Task<string> ConsentAsync(string token, string person = "demo", string? scopes = null, string query = "")
    {
        var begun = await GetJsonAsync($"{Connect}/authorize{query}", token);
        var address = $"{begun["auth_url"]}&simulator_person={person}{(scopes is null ? "" : "&simulator_scope=" + HttpUtility.UrlEncode(scopes))}";
        using var answer = await Browser.GetAsync(new Uri(address));
        var back = answer.Headers.Location ?? throw new InvalidOperationException($"The consent page answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        Secrets.Add(HttpUtility.ParseQueryString(back.Query)["code"]!);
        Secrets.Add((string)begun["state"]!);
        return back.Query;
    }

    public Task<HttpResponseMessage> CallBackAsync(string query) => SendAsync(HttpMethod.Get, $"{Connect}/callback{query}");

    public async Task ConnectAsync(string token, string person = "demo", string? scopes = null)
    {
        using var answer = await CallBackAsync(await ConsentAsync(token, person, scopes));
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The callback answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    public Task<HttpResponseMessage> NotifyAsync(string body, string? secret = WebhookSecret, string type = "application/x-www-form-urlencoded") =>
        SendAsync(HttpMethod.Post, secret is null ? Webhook : $"{Webhook}?token={secret}", null, new ByteArrayContent(System.Text.Encoding.Latin1.GetBytes(body)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } });

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await Server.DisposeAsync();
        await Simulator.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task StartServerAsync(Action<IServiceCollection>? services)
    {
        Server = await ServerHost.StartAsync(Settings, new(Time, Log) { AddServices = services, RunsJobs = false });
        Browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = Server.Addresses[0] };
    }
}
