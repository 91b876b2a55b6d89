using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using WithingsSync.Fit;
using WithingsSync.Fit.Messages;
using WithingsSync.Simulator.Garmin;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>A client of the simulated Garmin that knows nothing but HTTP: it keeps cookies and follows no redirect.</summary>
internal sealed class GarminBrowser : IAsyncDisposable
{
    public const string Ios = "https://mobile.integration.garmin.com/gcm/ios";
    public const string Android = "https://mobile.integration.garmin.com/gcm/android";
    public const string WidgetService = "https://sso.garmin.com/sso/embed";
    public const string DiClient = "GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2";
    public const string User = GarminService.DefaultUsername;

    private readonly SimulatedService _service;

    private GarminBrowser(SimulatedService service)
    {
        _service = service;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = service.Host.GarminUrl };
    }

    public static string WidgetQuery => "id=gauth-widget&embedWidget=true&" + string.Join('&', new[] { "gauthHost", "service", "source", "redirectAfterAccountLoginUrl", "redirectAfterAccountCreationUrl" }.Select(name => $"{name}={Uri.EscapeDataString(WidgetService)}"));

    public HttpClient Http { get; }

    public GarminService Garmin => _service.Host.World.Garmin;

    public SimulatedService Service => _service;

    public string Access { get; set; } = "";

    public string Refresh { get; set; } = "";

    public static async Task<GarminBrowser> StartAsync(string? folder = null, TurnedClock? clock = null) => new(await SimulatedService.StartAsync(days: 2, folder: folder, clock: clock));

    public static async Task<GarminBrowser> SignedInAsync(string? folder = null)
    {
        var browser = await StartAsync(folder);
        await browser.SignInAsync();
        return browser;
    }

    public async Task SignInAsync()
    {
        var tokens = await JsonAsync(await ExchangeAsync(Garmin.IssueTicket(User, Ios), Ios));
        (Access, Refresh) = (tokens.GetProperty("access_token").GetString()!, tokens.GetProperty("refresh_token").GetString()!);
    }

    public Task<HttpResponseMessage> LoginAsync(string user = User, string password = GarminService.DefaultPassword, string clientId = "GCM_IOS_DARK", string service = Ios) =>
        PostJsonAsync($"mobile/api/login?clientId={clientId}&locale=en-US&service={Uri.EscapeDataString(service)}", new { username = user, password, rememberMe = true, captchaToken = "" });

    public Task<HttpResponseMessage> VerifyAsync(string code, string method = "email", string path = "mobile", string clientId = "GCM_IOS_DARK", string service = Ios) =>
        PostJsonAsync($"{path}/api/mfa/verifyCode?clientId={clientId}&locale=en-US&service={Uri.EscapeDataString(service)}", new { mfaMethod = method, mfaVerificationCode = code, rememberMyBrowser = true, reconsentList = Array.Empty<string>(), mfaSetup = false });

    public Task<HttpResponseMessage> ExchangeAsync(string ticket, string service, string clientId = DiClient) => TokenAsync(
        clientId, ("client_id", clientId), ("service_ticket", ticket), ("grant_type", "https://connectapi.garmin.com/di-oauth2-service/oauth/grant/service_ticket"), ("service_url", service));

    public Task<HttpResponseMessage> RefreshAsync(string token, string clientId = DiClient) => TokenAsync(clientId, ("grant_type", "refresh_token"), ("client_id", clientId), ("refresh_token", token));

    public async Task<HttpResponseMessage> TokenAsync(string basic, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "di-oauth2-service/oauth/token") { Content = Form(form) };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(basic + ":")));
        return await Http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> ApiAsync(string method, string path, object? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Authorization = new("Bearer", token ?? Access);
        request.Content = body is null ? null : body as HttpContent ?? Json(body);
        return await Http.SendAsync(request);
    }

    public async Task<JsonElement> GetAsync(string path) => await JsonAsync(await ApiAsync("GET", path));

    public Task<HttpResponseMessage> UploadAsync(byte[] file, string name = "a.fit", string path = "upload-service/upload")
    {
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return ApiAsync("POST", path, new MultipartFormDataContent { { part, "file", name } });
    }

    public Task<HttpResponseMessage> GetPageAsync(string path, string? referer) => PageAsync(new(HttpMethod.Get, path), referer);

    public Task<HttpResponseMessage> PostFormAsync(string path, string? referer, params (string Name, string Value)[] form) => PageAsync(new(HttpMethod.Post, path) { Content = Form(form) }, referer);

    public async Task<HttpResponseMessage> PostJsonAsync(string path, object body, string? referer = null) => await PageAsync(new(HttpMethod.Post, path) { Content = Json(body) }, referer);

    /// <summary>Steps 1 and 2 of the widget: the form's token.</summary>
    public async Task<string> OpenWidgetAsync()
    {
        (await GetPageAsync("sso/embed?id=gauth-widget&embedWidget=true&gauthHost=https://sso.garmin.com/sso", null)).EnsureSuccessStatusCode();
        return await CsrfAsync(await GetPageAsync($"sso/signin?{WidgetQuery}", Http.BaseAddress + "sso/embed"));
    }

    public Task<HttpResponseMessage> SubmitWidgetAsync(string csrf, string password = GarminService.DefaultPassword, string? referer = "sso/signin") =>
        PostFormAsync($"sso/signin?{WidgetQuery}", referer is null ? null : Http.BaseAddress + referer, ("username", User), ("password", password), ("embed", "true"), ("_csrf", csrf));

    public static async Task<string> CsrfAsync(HttpResponseMessage answer) =>
        Regex.Match(await answer.Content.ReadAsStringAsync(), "name=\"_csrf\"\\s+value=\"(?<it>\\w+)\"", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match ? match.Groups["it"].Value : throw new InvalidOperationException($"{answer.StatusCode} without a token.");

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonElement.Parse(await answer.Content.ReadAsStringAsync());

    public static byte[] Weights(int count, DateTimeOffset first, decimal kilograms = 75.35m) => FitWriter.Weight(
        [.. Enumerable.Range(0, count).Select(i => new WeightScaleMessage(first.AddMinutes(i)) { Weight = kilograms, PercentFat = 18.35m, PercentHydration = 55, BoneMass = 3.08m, MuscleMass = 58.45m, BodyMassIndex = 22.8m })],
        new FitFileOptions { TimeCreated = first }).Bytes.ToArray();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _service.DisposeAsync();
    }

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private static FormUrlEncodedContent Form((string Name, string Value)[] form) => new(form.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private async Task<HttpResponseMessage> PageAsync(HttpRequestMessage request, string? referer)
    {
        using (request)
        {
            if (referer is not null)
            {
                request.Headers.Referrer = new(referer);
            }

            return await Http.SendAsync(request);
        }
    }
}
