using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Tools;

internal sealed class MeasurementsTool(Lists lists)
{
    [McpServerTool(
        Name = "withings_get_measurements", Title = "Weight and body composition", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true,
        UseStructuredContent = true, OutputSchemaType = typeof(Answer<MeasurementAnswer>))]
    [Description("""
        Weight and body composition of the signed-in person from smart scales (or typed in), oldest first: weight, fat mass, fat-free mass, muscle, bone and water in kilograms, fat ratio in
        percent, body mass index, visceral fat index, basal metabolic rate in kcal/day, metabolic age, and from scales that have it pulse wave velocity in m/s with vascular age. One line
        for each moment; what was not measured is absent. Muscle is lean soft tissue as Withings reckons it. is_uncertain marks a reading that may be another person's; means leave it out.
        """)]
    public Task<CallToolResult> GetAsync(
        [Description(Words.StartDate)] AskedDay start_date,
        [Description(Words.EndDate)] AskedDay? end_date = null,
        [Description(Words.Resolution)] string? resolution = null,
        [Description(Words.Limit)] int? limit = null,
        [Description(Words.Cursor)] string? cursor = null,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken cancellationToken = default) =>
        lists.AnswerAsync(new("withings_get_measurements", start_date, end_date, resolution, limit, cursor, progress), MeasurementsSource.Instance, cancellationToken);
}
