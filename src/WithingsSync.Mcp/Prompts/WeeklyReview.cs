using System.ComponentModel;
using ModelContextProtocol.Server;

namespace WithingsSync.Mcp.Prompts;

internal static class WeeklyReview
{
    [McpServerPrompt(Name = "weekly_review", Title = "Weekly review")]
    [Description("A review of the last week, or of another span: movement, sleep, weight and blood pressure, compared with the time before.")]
    public static string Get([Description(PromptText.Range + " Left out: 7d.")] string start_date = "7d", [Description(PromptText.End)] string? end_date = null)
    {
        var range = PromptText.Arguments(start_date, end_date);
        return $"""
            Review my health data of this span from my own Withings account. Call:
            1. withings_status without arguments: is the account connected, and what is there?
            2. withings_get_activity with {range}, and withings_get_workouts with {range}: steps, active time, training.
            3. withings_get_sleep_summary with {range}: how long and how well I slept, how regular my times were.
            4. withings_get_measurements with {range}, and withings_get_blood_pressure with {range}: where they stand.
            5. How this span compares with the one before it:
               withings_trends with kind "activity", {range}
               withings_trends with kind "sleep", {range}
               withings_trends with kind "weight", {range}
               withings_trends with kind "blood_pressure", {range}
            6. withings_get_goals without arguments: what I set out to reach.

            Then write half a page: what was good, what changed, one thing worth my attention. Leave out what was not measured, but say that it was not.

            {PromptText.Honesty}
            """;
    }
}
