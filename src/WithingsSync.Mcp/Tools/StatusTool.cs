using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;

namespace WithingsSync.Mcp.Tools;

internal sealed class StatusTool(IToolHost host)
{
    [McpServerTool(
        Name = "withings_status", Title = "Connection and data status", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = false, UseStructuredContent = true, OutputSchemaType = typeof(StatusAnswer))]
    [Description(
        "Whether a Withings account is connected, how to connect, when data last came, and of each kind of data how many records are stored with their first and last moment, when Withings was last "
        + "asked, whether the person granted it, whether older history is missing, and which tools read it.")]
    public async Task<CallToolResult> GetAsync(CancellationToken cancellationToken = default)
    {
        var answer = await Status.ReadAsync(host, cancellationToken);
        await host.NoteAsync(new("withings_status", null, null, answer.Stored.Count), cancellationToken);
        return Reply.Of(answer);
    }
}
