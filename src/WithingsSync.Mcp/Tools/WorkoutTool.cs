using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Tools;

internal sealed class WorkoutTool(Lists lists)
{
    [McpServerTool(
        Name = "withings_get_workouts", Title = "Workouts", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true,
        UseStructuredContent = true, OutputSchemaType = typeof(Answer<WorkoutAnswer>))]
    [Description(
        "Workouts of the signed-in person that began in the range, oldest first: the sport by name, start, end and duration in seconds, kilocalories, heart rate with seconds in each zone, "
        + "distance in metres, steps, floors, laps and strokes where a watch measured them.")]
    public Task<CallToolResult> GetAsync(
        [Description(Words.StartDate)] AskedDay start_date,
        [Description(Words.EndDate)] AskedDay? end_date = null,
        [Description(Words.Resolution)] string? resolution = null,
        [Description(Words.Limit)] int? limit = null,
        [Description(Words.Cursor)] string? cursor = null,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken cancellationToken = default) =>
        lists.AnswerAsync(new("withings_get_workouts", start_date, end_date, resolution, limit, cursor, progress), WorkoutSource.Instance, cancellationToken);
}
