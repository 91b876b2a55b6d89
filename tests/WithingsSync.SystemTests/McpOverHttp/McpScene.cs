using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.McpOverHttp;

/// <summary>What an assistant does at a server: with the official client, or byte by byte.</summary>
internal static class McpScene
{
    public const string Modern = "2026-07-28";
    public const string Pressure = "withings_get_blood_pressure";

    public static async Task<McpClient> ClientAsync(this ServerWorld world, string token, string? version = null, params (string Name, string Value)[] headers)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        var sent = headers.Append(("Authorization", $"Bearer {token}")).ToDictionary(one => one.Item1, one => one.Item2, StringComparer.Ordinal);
        var transport = new HttpClientTransport(
            new() { Endpoint = new(world.Server.Addresses[0], "/mcp"), TransportMode = HttpTransportMode.StreamableHttp, AdditionalHeaders = sent }, http, loggerFactory: null, ownsHttpClient: true);
        return await McpClient.CreateAsync(transport, version is null ? null : new() { ProtocolVersion = version });
    }

    /// <summary>A call's answer; the structured one and the text are the same.</summary>
    public static async Task<JsonObject> CallAsync(this McpClient client, string tool, params (string Name, object? Value)[] arguments)
    {
        var result = await client.CallToolAsync(tool, arguments.ToDictionary(one => one.Name, one => one.Value, StringComparer.Ordinal));
        var text = Assert.IsType<TextContentBlock>(result.Content[0]).Text;
        return (JsonObject)JsonNode.Parse(text)!;
    }

    /// <summary>A client for one call.</summary>
    public static async Task<JsonObject> CallAsync(this ServerWorld world, string token, string tool, params (string Name, object? Value)[] arguments)
    {
        await using var client = await world.ClientAsync(token);
        return await client.CallAsync(tool, arguments);
    }

    public static Task<JsonObject> PressuresAsync(this ServerWorld world, string token, string start = "7d") => world.CallAsync(token, Pressure, ("start_date", start));

    /// <summary>One message, as it is.</summary>
    public static async Task<HttpResponseMessage> PostAsync(this ServerWorld world, string? token, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await world.Browser.SendAsync(request);
    }

    /// <summary>The message in an answer, whether it came as an event or bare.</summary>
    public static async Task<JsonObject> MessageAsync(this HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        var data = answer.Content.Headers.ContentType?.MediaType == "text/event-stream" ? text.Split('\n').Last(line => line.StartsWith("data:", StringComparison.Ordinal))[5..] : text;
        return (JsonObject)JsonNode.Parse(data)!;
    }

    public static int Systolic(this JsonNode record) => (int)(decimal)record["systolic_mmhg"]!;
}
