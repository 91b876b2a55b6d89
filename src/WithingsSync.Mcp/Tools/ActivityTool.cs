using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Tools;

internal sealed class ActivityTool(Lists lists)
{
    [McpServerTool(
        Name = "withings_get_activity", Title = "Daily activity", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true,
        UseStructuredContent = true, OutputSchemaType = typeof(Answer<ActivityAnswer>))]
    [Description(
        "Daily totals of the signed-in person, oldest day first: steps, distance in metres, floors climbed, active and total kilocalories, seconds of soft, moderate and intense movement, "
        + "and the day's mean, lowest and highest heart rate with seconds in each zone where a watch measured it. Today's totals are those so far. "
        + "With a resolution of week or month each figure comes as mean per day and as total.")]
    public Task<CallToolResult> GetAsync(
        [Description(Words.StartDate)] AskedDay start_date,
        [Description(Words.EndDate)] AskedDay? end_date = null,
        [Description(Words.Resolution)] string? resolution = null,
        [Description(Words.Limit)] int? limit = null,
        [Description(Words.Cursor)] string? cursor = null,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken cancellationToken = default) =>
        lists.AnswerAsync(new("withings_get_activity", start_date, end_date, resolution, limit, cursor, progress), ActivitySource.Instance, cancellationToken);
}
