using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Tools;

internal sealed class HrvTool(Lists lists)
{
    [McpServerTool(
        Name = "withings_get_hrv", Title = "Heart rate variability", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true,
        UseStructuredContent = true, OutputSchemaType = typeof(Answer<HrvAnswer>))]
    [Description("""
        Heart rate variability of the signed-in person during sleep, one line for each night or nap (source sleep): RMSSD and SDNN in milliseconds as means over its minutes, and RMSSD at
        its start and end; from a sleep mat or a ScanWatch 2. Lines of source ecg hold the QRS interval of an ECG in milliseconds (measure type 135), which is not a variability,
        though some lists call it HRV. Oldest first; a night belongs to the day on which it ends.
        """)]
    public Task<CallToolResult> GetAsync(
        [Description(Words.StartDate)] AskedDay start_date,
        [Description(Words.EndDate)] AskedDay? end_date = null,
        [Description(Words.Resolution)] string? resolution = null,
        [Description(Words.Limit)] int? limit = null,
        [Description(Words.Cursor)] string? cursor = null,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken cancellationToken = default) =>
        lists.AnswerAsync(new("withings_get_hrv", start_date, end_date, resolution, limit, cursor, progress), HrvSource.Instance, cancellationToken);
}
