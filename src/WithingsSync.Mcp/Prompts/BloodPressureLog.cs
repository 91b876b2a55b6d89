using System.ComponentModel;
using ModelContextProtocol.Server;

namespace WithingsSync.Mcp.Prompts;

internal static class BloodPressureLog
{
    [McpServerPrompt(Name = "blood_pressure_log", Title = "Blood pressure log for a doctor")]
    [Description("A log of blood pressure readings to take to a doctor: every reading, means of mornings and evenings, and what is uncertain.")]
    public static string Get([Description(PromptText.Range + " Left out: 30d.")] string start_date = "30d", [Description(PromptText.End)] string? end_date = null) => $"""
        Write a blood pressure log that I can take to my doctor. Call withings_get_blood_pressure with resolution "each", {PromptText.Arguments(start_date, end_date)}.

        1. A table of every reading, oldest first: day, time, systolic, diastolic in mmHg, heart rate in beats per minute, device, "typed in" where is_manual is true, and "uncertain" where the device could not tell whose it is.
        2. Below it: how many readings on how many days; mean, lowest and highest of both values for all, for mornings (before 12:00) and for evenings (from 18:00), without the uncertain ones.
        3. Which days have no reading, and whether readings were repeated within minutes.
        4. Call withings_get_heart_list with {PromptText.Arguments(start_date, end_date)}. If it has recordings, list their time, heart rate and afib_result as the device found it.

        No interpretation and no grading: the doctor does that.

        {PromptText.Honesty}
        """;
}
