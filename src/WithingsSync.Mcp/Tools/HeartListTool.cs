using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Tools;

internal sealed class HeartListTool(Lists lists)
{
    [McpServerTool(
        Name = "withings_get_heart_list", Title = "ECG and heart recordings", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true,
        UseStructuredContent = true, OutputSchemaType = typeof(Answer<HeartAnswer>))]
    [Description(
        "Heart recordings of the signed-in person, oldest first: ECGs of a watch, and the sittings of a BPM Core with blood pressure in mmHg and heart sound. Each with the device's finding on "
        + "atrial fibrillation (negative, positive, inconclusive; no diagnosis) and the heart rate in beats per minute. The recorded curve is behind the link, or by withings_get_heart_signal.")]
    public Task<CallToolResult> GetAsync(
        [Description(Words.StartDate)] AskedDay start_date,
        [Description(Words.EndDate)] AskedDay? end_date = null,
        [Description(Words.Resolution)] string? resolution = null,
        [Description(Words.Limit)] int? limit = null,
        [Description(Words.Cursor)] string? cursor = null,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken cancellationToken = default) =>
        lists.AnswerAsync(new("withings_get_heart_list", start_date, end_date, resolution, limit, cursor, progress), HeartSource.Instance, cancellationToken);
}
