using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WithingsSync.Simulator;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>A small simulator with a clock that stands still, and the calls of a client that knows nothing but HTTP.</summary>
internal sealed class SimulatedService : IAsyncDisposable
{
    public const string Callback = "http://localhost:8765/callback";
    public const string AllScopes = "user.metrics,user.activity,user.info";

    private readonly TimeProvider _time;
    private long _nonces;

    private SimulatedService(SimulatorHost host, TimeProvider time)
    {
        Host = host;
        _time = time;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.ApiUrl };
    }

    public SimulatorHost Host { get; }

    public TurnedClock Clock => (TurnedClock)_time;

    public HttpClient Http { get; }

    public string Access { get; private set; } = "";

    public string Refresh { get; private set; } = "";

    public long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    public static async Task<SimulatedService> StartAsync(
        int seed = 1, int people = 1, int days = 40, int page = 500, int? perMinute = null, bool refuseRepeats = false, string? folder = null, bool autoConsent = true, TurnedClock? clock = null, string zone = "Europe/Paris")
    {
        clock ??= new(new(2026, 11, 20, 18, 0, 0, TimeSpan.Zero));
        var host = await SimulatorHost.StartAsync(new()
        {
            Seed = seed,
            People = people,
            HistoryDays = days,
            MeasuresPageSize = page,
            ActivityPageSize = page,
            SleepPageSize = page,
            RequestsPerMinute = perMinute,
            RefuseRepeats = refuseRepeats,
            DataFolder = folder,
            AutoConsent = autoConsent,
            Time = clock,
            TimeZone = zone,
        });
        return new(host, clock);
    }

    /// <summary>A simulator with any options, its people not connected yet.</summary>
    public static async Task<SimulatedService> OfAsync(SimulatorOptions options) => new(await SimulatorHost.StartAsync(options), options.Time);

    public static async Task<SimulatedService> ConnectedAsync(
        int seed = 1, int people = 1, int days = 40, int page = 500, int? perMinute = null, bool refuseRepeats = false, string scope = AllScopes, string person = "demo")
    {
        var service = await StartAsync(seed, people, days, page, perMinute, refuseRepeats);
        await service.ConnectAsync(scope, person);
        return service;
    }

    public Uri AuthorizeUrl(string scope = AllScopes, string person = "demo", string callback = Callback, string? clientId = null, string responseType = "code", string state = "s 1", string more = "") =>
        new(Host.AccountUrl, $"oauth2_user/authorize2?response_type={responseType}&client_id={clientId ?? Host.ClientId}&state={Uri.EscapeDataString(state)}&scope={Uri.EscapeDataString(scope)}&redirect_uri={Uri.EscapeDataString(callback)}&simulator_person={person}{more}");

    public async Task<string> CodeAsync(string scope = AllScopes, string person = "demo")
    {
        using var answer = await Http.GetAsync(AuthorizeUrl(scope, person));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return Query(answer.Headers.Location!)["code"];
    }

    public async Task ConnectAsync(string scope = AllScopes, string person = "demo") => Keep(await ExchangeAsync(await CodeAsync(scope, person)));

    public Task<JsonElement> ExchangeAsync(string code, string? secret = null, string callback = Callback) =>
        TokenAsync(("grant_type", "authorization_code"), ("client_id", Host.ClientId), ("client_secret", secret ?? Host.ClientSecret), ("code", code), ("redirect_uri", callback));

    public Task<JsonElement> RefreshAsync(string token) =>
        TokenAsync(("grant_type", "refresh_token"), ("client_id", Host.ClientId), ("client_secret", Host.ClientSecret), ("refresh_token", token));

    public Task<JsonElement> TokenAsync(params (string, string)[] parameters) => PostAsync("v2/oauth2", null, [("action", "requesttoken"), .. parameters]);

    /// <summary>Takes over the tokens of a good answer.</summary>
    public void Keep(JsonElement answer)
    {
        Assert.Equal(0, Status(answer));
        Access = answer.GetProperty("body").GetProperty("access_token").GetString()!;
        Refresh = answer.GetProperty("body").GetProperty("refresh_token").GetString()!;
    }

    /// <summary>A nonce, asked for as an application does: never twice with the same second.</summary>
    public async Task<string> NonceAsync()
    {
        var answer = await AskForNonceAsync(Host.World.UtcNow.ToUnixTimeSeconds() - (_nonces++ % 250));
        Assert.True(Status(answer) == 0, answer.ToString());
        return answer.GetProperty("body").GetProperty("nonce").GetString()!;
    }

    public Task<JsonElement> AskForNonceAsync(long timestamp, string? secret = null) => PostAsync(
        "v2/signature", null, [("action", "getnonce"), ("client_id", Host.ClientId), ("timestamp", $"{timestamp}"), ("signature", Sign(secret ?? Host.ClientSecret, "getnonce", Host.ClientId, $"{timestamp}"))]);

    /// <summary>The three parameters of a signed call, with a nonce of its own.</summary>
    public async Task<(string, string)[]> SignedAsync(string action, string? nonce = null)
    {
        nonce ??= await NonceAsync();
        return [("client_id", Host.ClientId), ("nonce", nonce), ("signature", Sign(Host.ClientSecret, action, Host.ClientId, nonce))];
    }

    /// <summary>Section 3.2 of the reference, written once more.</summary>
    public static string Sign(string secret, params string[] values) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(string.Join(',', values))));

    public Task<JsonElement> CallAsync(string path, string action, params (string, string)[] parameters) => PostAsync(path, Access, [("action", action), .. parameters]);

    /// <summary>The body of an answer that must be good.</summary>
    public async Task<JsonElement> BodyAsync(string path, string action, params (string, string)[] parameters)
    {
        var answer = await CallAsync(path, action, parameters);
        Assert.True(Status(answer) == 0, answer.ToString());
        return answer.GetProperty("body");
    }

    /// <summary>The rows of all pages, following <c>more</c> and <c>offset</c>.</summary>
    public async Task<List<JsonElement>> AllPagesAsync(string path, string action, string list, params (string, string)[] parameters)
    {
        var rows = new List<JsonElement>();
        var offset = 0L;
        while (true)
        {
            var body = await BodyAsync(path, action, offset == 0 ? parameters : [.. parameters, ("offset", $"{offset}")]);
            rows.AddRange(body.GetProperty(list).EnumerateArray());
            if (!HasMore(body))
            {
                return rows;
            }

            var next = body.GetProperty("offset").GetInt64();
            Assert.True(next > offset, "offset must advance");
            offset = next;
        }
    }

    public static bool HasMore(JsonElement body) =>
        body.TryGetProperty("more", out var more) && (more.ValueKind == JsonValueKind.True || (more.ValueKind == JsonValueKind.Number && more.GetInt32() != 0));

    public async Task<JsonElement> PostAsync(string path, string? bearer, IEnumerable<(string Name, string Value)> parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(parameters.Select(p => KeyValuePair.Create(p.Name, p.Value))) };
        return await SendAsync(request, bearer);
    }

    public async Task<JsonElement> SendAsync(HttpRequestMessage request, string? bearer)
    {
        if (bearer is not null)
        {
            request.Headers.Authorization = new("Bearer", bearer);
        }

        using var answer = await Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }

    public static int Status(JsonElement answer) => answer.GetProperty("status").GetInt32();

    public static string Error(JsonElement answer) => answer.GetProperty("error").GetString()!;

    public static Dictionary<string, string> Query(Uri address) =>
        address.Query.TrimStart('?').Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => Uri.UnescapeDataString(p[1].Replace('+', ' ')));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
    }
}
