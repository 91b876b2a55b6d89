using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Assistants;

/// <summary>The official client, which starts `withings-sync mcp` as an assistant does.</summary>
internal sealed class Assistant : IAsyncDisposable
{
    private readonly McpClient _client;

    private Assistant(McpClient client) => _client = client;

    public static Task<Assistant> StartAsync(LoopbackWorld world, string? revision = null) => StartAsync(world.Folder, world.Environment, ["mcp"], revision);

    /// <param name="folder">Where it is started.</param>
    /// <param name="environment">All that it is told.</param>
    /// <param name="arguments">From <c>mcp</c> on.</param>
    public static async Task<Assistant> StartAsync(string folder, IReadOnlyDictionary<string, string> environment, string[] arguments, string? revision = null)
    {
        var transport = new StdioClientTransport(new()
        {
            Command = "dotnet",
            Arguments = [Path.Combine(AppContext.BaseDirectory, "withings-sync.dll"), .. arguments],
            WorkingDirectory = folder,
            EnvironmentVariables = environment.ToDictionary(one => one.Key, one => (string?)one.Value, StringComparer.Ordinal),
            StandardErrorLines = line => TestContext.Current.TestOutputHelper?.WriteLine(line),
        });
        
        // On a busy machine a process may take longer to start than the client's five seconds, after which it would take the server for an older one.
        return new(await McpClient.CreateAsync(
            transport, new() { ProtocolVersion = revision, DiscoverProbeTimeout = Timeout.InfiniteTimeSpan, ClientInfo = new() { Name = "an assistant", Version = "1" } }));
    }

    public async Task<IReadOnlyList<string>> ToolsAsync() => [.. (await _client.ListToolsAsync()).Select(tool => tool.Name)];

    public async Task<JsonElement> CallAsync(string tool, string startDate) => Assert.NotNull((await ResultAsync(tool, startDate)).StructuredContent);

    public async Task<CallToolResult> ResultAsync(string tool, string startDate) =>
        await _client.CallToolAsync(tool, new Dictionary<string, object?>(StringComparer.Ordinal) { ["start_date"] = JsonSerializer.SerializeToElement(startDate) });

    public async Task<JsonElement> StatusAsync() => Assert.NotNull((await _client.CallToolAsync("withings_status")).StructuredContent);

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
