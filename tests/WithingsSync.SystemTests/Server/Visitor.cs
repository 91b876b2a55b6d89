using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Web;
using Xunit;

namespace WithingsSync.SystemTests.Server;

/// <summary>A person's app and browser before a server on a loopback port: what they send with a token, and the way through Withings' consent and back.</summary>
internal sealed class Visitor : IDisposable
{
    public const string Integrations = "/api/v1/integrations/withings";

    private readonly HttpClient _browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    /// <summary>The server that is visited; to be said once, before the first visit.</summary>
    public Uri? Server
    {
        get => _browser.BaseAddress;
        set => _browser.BaseAddress = value;
    }

    public async Task<JsonObject> GetAsync(string path, string token)
    {
        using var answer = await AskAsync(HttpMethod.Get, path, token);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return (JsonObject)JsonNode.Parse(text)!;
    }

    public async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, string token)
    {
        using var answer = await AskAsync(method, path, token);
        return answer.StatusCode;
    }

    public async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string token)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        return await _browser.SendAsync(request);
    }

    /// <summary>Begins to connect, and consents at Withings; the query with which Withings sends the browser back.</summary>
    public async Task<string> ConsentAsync(string token, string person, string? scopes = null, string query = "")
    {
        var begun = await GetAsync($"{Integrations}/authorize{query}", token);
        using var consent = await _browser.GetAsync(new Uri($"{begun["auth_url"]}&simulator_person={person}{(scopes is null ? "" : "&simulator_scope=" + HttpUtility.UrlEncode(scopes))}"));
        return consent.Headers.Location!.Query;
    }

    /// <summary>Back from Withings: the reason, or null when the person is connected.</summary>
    public async Task<string?> CallBackAsync(string query)
    {
        using var back = await _browser.GetAsync(new Uri($"{Integrations}/callback{query}", UriKind.Relative));
        var page = await back.Content.ReadAsStringAsync();
        return back.StatusCode == HttpStatusCode.OK ? null : page[(page.LastIndexOf('(') + 1)..page.LastIndexOf(')')];
    }

    public async Task ConnectAsync(string token, string person, string? scopes = null) => Assert.Null(await CallBackAsync(await ConsentAsync(token, person, scopes)));

    public void Dispose() => _browser.Dispose();
}
