using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Tools;

internal sealed class BloodPressureTool(Lists lists)
{
    [McpServerTool(
        Name = "withings_get_blood_pressure", Title = "Blood pressure", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true,
        UseStructuredContent = true, OutputSchemaType = typeof(Answer<BloodPressureAnswer>))]
    [Description("Blood pressure readings of the signed-in person, oldest first: systolic and diastolic in mmHg, heart rate in beats per minute where the cuff heard it. From Withings blood pressure monitors (BPM), or typed in (is_manual). is_uncertain marks a reading that may be another person's; means leave it out.")]
    public Task<CallToolResult> GetAsync(
        [Description(Words.StartDate)] AskedDay start_date,
        [Description(Words.EndDate)] AskedDay? end_date = null,
        [Description(Words.Resolution)] string? resolution = null,
        [Description(Words.Limit)] int? limit = null,
        [Description(Words.Cursor)] string? cursor = null,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken cancellationToken = default) =>
        lists.AnswerAsync(new("withings_get_blood_pressure", start_date, end_date, resolution, limit, cursor, progress), BloodPressureSource.Instance, cancellationToken);
}
