using System.ComponentModel;
using ModelContextProtocol.Server;

namespace WithingsSync.Mcp.Prompts;

internal static class SleepReview
{
    [McpServerPrompt(Name = "sleep_review", Title = "Sleep review")]
    [Description("A review of the nights of a span: how long, how regular, how good, and what differed in the worst of them.")]
    public static string Get([Description(PromptText.Range + " Left out: 14d.")] string start_date = "14d", [Description(PromptText.End)] string? end_date = null) => $"""
        Review my sleep. Call withings_get_sleep_summary with {PromptText.Arguments(start_date, end_date)}. A night belongs to the day on which it ends; a day may have naps beside its night.

        1. How long I slept, when I went to bed and got up, how regular that was; stages and efficiency, latency, times awake.
        2. Heart rate, breathing rate, snoring and apnea index where they are there. Absent means that the device or plan does not give it, not that it was zero.
        3. For the best and the worst night: withings_get_sleep with resolution "segment", start_date "{PromptText.OneDay}" (the day on which the night ended), and
           withings_get_activity with start_date "{PromptText.OneDay}" (the day before). Say what differed; two nights prove nothing.

        Nights are revised by Withings for weeks: say when the newest was last updated.

        {PromptText.Honesty}
        """;
}
