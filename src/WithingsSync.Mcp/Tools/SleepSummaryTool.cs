using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Tools;

internal sealed class SleepSummaryTool(Lists lists)
{
    [McpServerTool(
        Name = "withings_get_sleep_summary", Title = "Nights", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true,
        UseStructuredContent = true, OutputSchemaType = typeof(Answer<SleepNightAnswer>))]
    [Description(
        "Nights and naps of the signed-in person, oldest first; each belongs to the day on which it ends: start and end, sleep score (0 to 100), seconds in bed, asleep, light, deep, REM and awake, "
        + "efficiency in percent, latency, heart and breathing rate, snoring, apnea index. Measured by a sleep mat, and in part by a watch. Withings revises a night for weeks.")]
    public Task<CallToolResult> GetAsync(
        [Description(Words.StartDate)] AskedDay start_date,
        [Description(Words.EndDate)] AskedDay? end_date = null,
        [Description(Words.Resolution)] string? resolution = null,
        [Description(Words.Limit)] int? limit = null,
        [Description(Words.Cursor)] string? cursor = null,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken cancellationToken = default) =>
        lists.AnswerAsync(new("withings_get_sleep_summary", start_date, end_date, resolution, limit, cursor, progress), SleepNightSource.Instance, cancellationToken);
}
