using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace WithingsSync.Benchmarks;

/// <summary>A year of daily activity, asked for in one POST of the protocol's newest revision, which needs no handshake.</summary>
internal sealed class McpCall(HttpClient client, Uri server, string token)
{
    private const string Tool = "withings_get_activity";
    private const string Version = "2026-07-28";

    private readonly Uri _address = new(server, "/mcp");
    private readonly byte[] _chunk = new byte[16 * 1024];

    private readonly byte[] _body = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{Tool}}}","arguments":{"start_date":"{{{First:yyyy-MM-dd}}}","end_date":"{{{Last:yyyy-MM-dd}}}","limit":2000},
        "_meta":{"io.modelcontextprotocol/protocolVersion":"{{{Version}}}","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/clientInfo":{"name":"perf","version":"1"} } } }
        """));

    public static DateTimeOffset First => Last.AddDays(-364);

    public static DateTimeOffset Last => new(TimeProvider.System.GetUtcNow().AddDays(-1).Date, TimeSpan.Zero);

    /// <summary>Reads the answer and forgets it, as a client with little memory does.</summary>
    public Task MakeAsync() => SendAsync(answer => DrainAsync(answer.Content));

    public Task<byte[]> ReadAsync() => SendAsync(answer => answer.Content.ReadAsByteArrayAsync());

    /// <summary>Another address of the same server, read as an answer is.</summary>
    public async Task GetAsync(Uri address)
    {
        using var answer = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
        await DrainAsync(answer.EnsureSuccessStatusCode().Content);
    }

    private async Task<T> SendAsync<T>(Func<HttpResponseMessage, Task<T>> read)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(_body) { Headers = { ContentType = new("application/json") } } };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", Version);
        request.Headers.Add("Mcp-Method", "tools/call");
        request.Headers.Add("Mcp-Name", Tool);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return await read(answer.EnsureSuccessStatusCode());
    }

    /// <summary>All calls share the chunk: nobody looks at what is in it.</summary>
    private async Task<long> DrainAsync(HttpContent content)
    {
        await using var body = await content.ReadAsStreamAsync();
        long total = 0;
        int read;
        while ((read = await body.ReadAsync(_chunk)) > 0)
        {
            total += read;
        }

        return total;
    }
}
