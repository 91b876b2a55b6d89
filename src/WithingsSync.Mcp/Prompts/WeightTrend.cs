using System.ComponentModel;
using ModelContextProtocol.Server;

namespace WithingsSync.Mcp.Prompts;

internal static class WeightTrend
{
    [McpServerPrompt(Name = "weight_trend", Title = "Weight trend")]
    [Description("How weight and body composition moved over a span, week by week, and how far a goal is.")]
    public static string Get([Description(PromptText.Range + " Left out: 90d.")] string start_date = "90d", [Description(PromptText.End)] string? end_date = null) => $"""
        Show how my weight moved. Call withings_get_measurements with resolution "week", {PromptText.Arguments(start_date, end_date)}; withings_get_goals without arguments, for my goal; and
        withings_trends with kind "weight", {PromptText.Arguments(start_date, end_date)}, to compare with the span before.

        1. A table of weeks: mean weight in kilograms, lowest and highest, fat ratio and muscle mass where the scale measured them, number of weigh-ins.
        2. The trend in kilograms a week, from the weekly means, and how sure that is with so many weigh-ins. A change within a day or two is mostly water.
        3. How far the goal is, if I set one. No forecast beyond the trend's own length.
        4. Body composition by a scale is an estimate by electric resistance: say so, and compare only readings of the same device.

        {PromptText.Honesty}
        """;
}
