using System.Text.Json;
using System.Text.Json.Nodes;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>The official inspector's command line: one process for each request, as a person or a script uses it.</summary>
internal static class Inspector
{
    /// <summary>Asks a server, and expects an answer.</summary>
    /// <param name="server">As <see cref="NodeClients.Stdio"/> or <see cref="NodeClients.Http"/> says it.</param>
    /// <param name="arguments">From <c>--method</c> on.</param>
    public static async Task<JsonElement> AskAsync(JsonObject server, params string[] arguments)
    {
        var result = await RunAsync(server, arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return JsonElement.Parse(result.Out);
    }

    public static async Task<CliResult> RunAsync(JsonObject server, params string[] arguments)
    {
        var entry = server.DeepClone().AsObject();
        entry.Insert(0, "type", entry.ContainsKey("url") ? "streamable-http" : "stdio");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, new JsonObject { ["mcpServers"] = new JsonObject { ["withings"] = entry } }.ToJsonString());
            return await NodeClients.RunAsync(
                [NodeClients.Installed("@modelcontextprotocol/inspector/clients/cli/build/index.js"), "--config", file, "--server", "withings", .. arguments]);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
