using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;

namespace WithingsSync.Mcp.Tools;

internal sealed class StatusTool(IToolHost host)
{
    [McpServerTool(
        Name = "withings_status", Title = "Connection and data status", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = false, UseStructuredContent = true, OutputSchemaType = typeof(StatusAnswer))]
    [Description("Whether a Withings account is connected, when data last came, how to connect, and how many records of each kind are stored with their first and last moment.")]
    public async Task<CallToolResult> GetAsync(CancellationToken cancellationToken = default)
    {
        var state = await host.ConnectionAsync(cancellationToken);
        var kinds = new List<KindAnswer>();
        if (host.Caller.Account is { } account)
        {
            foreach (var one in await host.Records.SummariseAsync(account, cancellationToken))
            {
                var feed = await host.Records.FindStateAsync(account, one.Feed, cancellationToken);
                kinds.Add(new(one.Feed.ToString().ToLowerInvariant(), one.Count, feed.NotGranted, one.First, one.Last, feed.LastPulledAt));
            }
        }

        await host.NoteAsync(new("withings_status", null, null, kinds.Count), cancellationToken);
        return Reply.Of(new StatusAnswer(state.IsConnected, kinds, state.IsConnected ? null : state.Advice, state.LastSyncedAt, state.Problem));
    }
}
