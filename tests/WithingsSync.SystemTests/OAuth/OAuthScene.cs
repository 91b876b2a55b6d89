using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using WithingsSync.SystemTests.Server;

namespace WithingsSync.SystemTests.OAuth;

/// <summary>A client of ours as hosted assistants are: registers, sends the person to consent, exchanges what comes back.</summary>
internal sealed class OAuthScene(ServerWorld world)
{
    public const string Redirect = "https://assistant.example.org/callback";
    public const string Verifier = "a-verifier-of-forty-three-characters-or-more-0";

    /// <summary>Any tool call: what a client's token is for.</summary>
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""";

    public string Challenge { get; } = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public string Issuer => world.Server.Addresses[0].GetLeftPart(UriPartial.Authority);

    public string Resource => Issuer + "/mcp";

    /// <summary>A client, and the token of ana, who may let it in.</summary>
    public static async Task<(OAuthScene Scene, string Token, string Client)> RegisteredAsync(ServerWorld world, string redirect = Redirect)
    {
        var scene = new OAuthScene(world);
        var (_, token) = await world.AddPersonAsync("ana");
        return (scene, token, await scene.RegisterAsync(redirect));
    }

    /// <summary>A client that ana let in.</summary>
    public static async Task<(OAuthScene Scene, string Token, string Client, Pair Pair)> ConnectedAsync(ServerWorld world)
    {
        var (scene, token, client) = await RegisteredAsync(world);
        return (scene, token, client, await scene.ConnectAsync(client, token));
    }

    public async Task<string> RegisterAsync(string redirect = Redirect, string name = "Assistant")
    {
        using var answer = await PostJsonAsync("/oauth/register", new JsonObject { ["client_name"] = name, ["redirect_uris"] = new JsonArray(redirect) }.ToJsonString());
        return answer.StatusCode == HttpStatusCode.Created ? (string)(await JsonOf(answer))["client_id"]! : throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What a client puts into the address of the consent page.</summary>
    public Dictionary<string, string> Asking(string client, string redirect = Redirect) => new(StringComparer.Ordinal)
    {
        ["response_type"] = "code",
        ["client_id"] = client,
        ["redirect_uri"] = redirect,
        ["scope"] = "withings.read",
        ["state"] = "the client's state & more",
        ["code_challenge"] = Challenge,
        ["code_challenge_method"] = "S256",
        ["resource"] = Resource,
    };

    public Task<HttpResponseMessage> ShowAsync(Dictionary<string, string> asking) => world.SendAsync(HttpMethod.Get, "/oauth/authorize?" + Query(asking));

    /// <summary>The person presses a button of the page.</summary>
    public Task<HttpResponseMessage> AnswerAsync(
        Dictionary<string, string> asking, string? token, string decision = "allow", string privacy = "full", params (string Name, string Value)[] headers)
    {
        var form = new Dictionary<string, string>(asking, StringComparer.Ordinal) { ["decision"] = decision, ["privacy"] = privacy };
        if (token is not null)
        {
            form["token"] = token;
        }

        return world.SendAsync(HttpMethod.Post, "/oauth/authorize", null, new FormUrlEncodedContent(form), headers);
    }

    public async Task<string> CodeAsync(string client, string token, string privacy = "full", string redirect = Redirect)
    {
        using var answer = await AnswerAsync(Asking(client, redirect), token, privacy: privacy);
        var code = answer.Headers.Location is { } back ? HttpUtility.ParseQueryString(back.Query)["code"] : null;
        world.Secrets.Add(code ?? throw new InvalidOperationException($"The consent answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}"));
        return code;
    }

    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        world.SendAsync(HttpMethod.Post, path, null, new FormUrlEncodedContent(fields.Select(one => KeyValuePair.Create(one.Name, one.Value))));

    public Task<HttpResponseMessage> PostJsonAsync(string path, string json) => world.SendAsync(HttpMethod.Post, path, null, new StringContent(json, Encoding.UTF8, "application/json"));

    public Task<HttpResponseMessage> RedeemAsync(string client, string code, string verifier = Verifier, string redirect = Redirect) => PostAsync(
        "/oauth/token", ("grant_type", "authorization_code"), ("client_id", client), ("code", code), ("code_verifier", verifier), ("redirect_uri", redirect), ("resource", Resource));

    public Task<HttpResponseMessage> RefreshAsync(string client, string refresh) =>
        PostAsync("/oauth/token", ("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", refresh), ("resource", Resource));

    /// <summary>The whole way.</summary>
    public async Task<Pair> ConnectAsync(string client, string token, string privacy = "full")
    {
        using var answer = await RedeemAsync(client, await CodeAsync(client, token, privacy));
        return await PairOf(answer);
    }

    public async Task<Pair> PairOf(HttpResponseMessage answer)
    {
        var json = await JsonOf(answer);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException(json.ToJsonString());
        }

        var pair = new Pair((string)json["access_token"]!, (string)json["refresh_token"]!);
        world.Secrets.UnionWith([pair.Access, pair.Refresh]);
        return pair;
    }

    /// <summary>Asks the tools.</summary>
    public async Task<HttpStatusCode> CallAsync(string token)
    {
        using var answer = await SendToolsAsync(token);
        return answer.StatusCode;
    }

    public Task<HttpResponseMessage> SendToolsAsync(string? token) => world.SendAsync(
        HttpMethod.Post, "/mcp", token, new StringContent(Ping, Encoding.UTF8, "application/json"), ("Accept", "application/json, text/event-stream"));

    public static string Query(IEnumerable<KeyValuePair<string, string>> fields) => string.Join('&', fields.Select(one => $"{one.Key}={Uri.EscapeDataString(one.Value)}"));

    public static async Task<JsonObject> JsonOf(HttpResponseMessage answer) => (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    public static async Task<string?> ErrorOf(HttpResponseMessage answer) => (string?)(await JsonOf(answer))["error"];

    internal sealed record Pair(string Access, string Refresh);
}
