using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Tools;

internal sealed class BodyMeasuresTool(Lists lists)
{
    [McpServerTool(
        Name = "withings_get_body_measures", Title = "Any body measure", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true,
        UseStructuredContent = true, OutputSchemaType = typeof(Answer<BodyMeasureAnswer>))]
    [Description("""
        Every measure that Withings devices send for the signed-in person, one line for each, oldest first: also those no other tool shows, such as segments of the body, vascular age,
        VO2 max, ECG intervals (ms), nerve health, glucose, urine, height. Each line says its type, name, scaled value, unit and part of the body. Types that are not known yet come under
        their number. Period figures of a part of the body are named segment_fat_mass.torso and the like.
        """)]
    public Task<CallToolResult> GetAsync(
        [Description(Words.StartDate)] AskedDay start_date,
        [Description(Words.EndDate)] AskedDay? end_date = null,
        [Description("Which measures: a list of Withings' type numbers or of names (weight, fat_ratio, vo2_max, qrs_interval ...), or one text with commas. All when left out.")] AskedTypes? types = null,
        [Description("true: also the number as it was sent (value is raw_value × 10^raw_exponent), with its group, attribution and algorithm.")] bool? raw = null,
        [Description("true: also the goals that the person set, marked is_objective.")] bool? objectives = null,
        [Description(Words.Resolution)] string? resolution = null,
        [Description(Words.Limit)] int? limit = null,
        [Description(Words.Cursor)] string? cursor = null,
        IProgress<ProgressNotificationValue>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var (numbers, isRaw, withObjectives) = (types?.Numbers(), raw is true, objectives is true);
        var query = new Query("withings_get_body_measures", start_date, end_date, resolution, limit, cursor, progress)
        {
            Selection = $"{(numbers is null ? "all" : string.Join(',', numbers.Order()))} {withObjectives}",
        };
        return lists.AnswerAsync(query, new BodyMeasuresSource(numbers, isRaw, withObjectives), cancellationToken);
    }
}
