using System.ComponentModel;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Tools;

namespace WithingsSync.Mcp.Resources;

internal sealed class ConnectionResource(IToolHost host)
{
    [McpServerResource(UriTemplate = "withings://connection", Name = "connection", Title = "Connection state", MimeType = "application/json")]
    [Description("Whether a Withings account is connected, how to connect, and what is stored: the answer of withings_status.")]
    public async Task<string> ReadAsync(CancellationToken cancellationToken = default)
    {
        var status = await Status.ReadAsync(host, cancellationToken);
        await host.NoteAsync(new("withings://connection", null, null, status.Stored.Count), cancellationToken);
        return Document.Text(status);
    }
}
