using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Tools;

internal sealed class OxygenTool(Lists lists)
{
    [McpServerTool(
        Name = "withings_get_spo2", Title = "Blood oxygen saturation", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true,
        UseStructuredContent = true, OutputSchemaType = typeof(Answer<OxygenAnswer>))]
    [Description("""
        Blood oxygen saturation (SpO2, measure type 54) of the signed-in person in percent, oldest first: the readings taken on purpose with a ScanWatch or another Withings
        oximeter. What a watch measures by itself is not among them; it stands as spo2_percent in withings_get_intraday.
        """)]
    public Task<CallToolResult> GetAsync(
        [Description(Words.StartDate)] AskedDay start_date,
        [Description(Words.EndDate)] AskedDay? end_date = null,
        [Description(Words.Resolution)] string? resolution = null,
        [Description(Words.Limit)] int? limit = null,
        [Description(Words.Cursor)] string? cursor = null,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken cancellationToken = default) =>
        lists.AnswerAsync(new("withings_get_spo2", start_date, end_date, resolution, limit, cursor, progress), OxygenSource.Instance, cancellationToken);
}
