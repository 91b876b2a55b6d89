using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Tools;

internal sealed class IntradayTool(Lists lists)
{
    [McpServerTool(
        Name = "withings_get_intraday", Title = "Movement and heart rate within days", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true,
        UseStructuredContent = true, OutputSchemaType = typeof(Answer<IntradayAnswer>))]
    [Description(
        "What a watch or tracker of the signed-in person noticed within days, oldest first, at most 31 days in one call: steps, metres, floors, kilocalories, heart rate in beats per minute, and on some "
        + "watches SpO2 in percent, heart rate variability in milliseconds, breathing and core temperature. Each sample, or summed up: counts as totals, heart rate and the like as means.")]
    public Task<CallToolResult> GetAsync(
        [Description(Words.StartDate)] AskedDay start_date,
        [Description(Words.EndDate)] AskedDay? end_date = null,
        [AllowedValues("each", "minute", "5m", "15m", "hour", "day", "week", "month")]
        [Description("each (the default): each sample. minute, 5m, 15m or hour: summed up by so many minutes. day, week or month: mean, minimum and maximum of all samples, and totals. Samples of a day can be hundreds of kB: ask for hour or day where they do.")] string? resolution = null,
        [Description(Words.Limit)] int? limit = null,
        [Description(Words.Cursor)] string? cursor = null,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken cancellationToken = default) =>
        lists.AnswerAsync(new("withings_get_intraday", start_date, end_date, resolution, limit, cursor, progress), IntradaySource.Find(resolution) ?? IntradaySource.EachSample, cancellationToken);
}
