using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Tools;

internal sealed class SleepTool(Lists lists)
{
    [McpServerTool(
        Name = "withings_get_sleep", Title = "Sleep stages and curves", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true,
        UseStructuredContent = true, OutputSchemaType = typeof(Answer<SleepSegmentAnswer>))]
    [Description(
        "Stages of the nights of the signed-in person, oldest first, at most 31 nights in one call: each stretch awake, light, deep, REM or out of bed with start, end and seconds, "
        + "and the mean, lowest and highest of its curves (heart rate in beats per minute, breathing, snoring, variability in milliseconds, movement), which have a sample a minute. "
        + "A night belongs to the day on which it ends. Whole curves are behind the links. Measured by a sleep mat, and in part by a watch.")]
    public Task<CallToolResult> GetAsync(
        [Description(Words.StartDate)] AskedDay start_date,
        [Description(Words.EndDate)] AskedDay? end_date = null,
        [AllowedValues("segment", "night", "week", "month")]
        [Description("segment (the default): each stretch of one state. night: each night, with the seconds of each state as totals and mean, minimum and maximum of all samples. week and month likewise, and much shorter for many nights.")] string? resolution = null,
        [Description(Words.Limit)] int? limit = null,
        [Description(Words.Cursor)] string? cursor = null,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken cancellationToken = default) =>
        lists.AnswerAsync(new("withings_get_sleep", start_date, end_date, resolution, limit, cursor, progress), SleepSegmentSource.Instance, cancellationToken);
}
