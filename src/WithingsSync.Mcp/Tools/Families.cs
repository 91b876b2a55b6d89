using WithingsSync.Mcp.Answers;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Tools;

/// <summary>The families of data there are, and the tools that read each.</summary>
internal static class Families
{
    public static readonly IReadOnlyList<FamilyAnswer> All =
    [
        new("measures", "Body composition, blood pressure, temperature, SpO2 and every other single measure.",
            ["withings_get_measurements", "withings_get_blood_pressure", "withings_get_temperature", "withings_get_spo2", "withings_get_body_measures"],
            "Scales, blood pressure monitors, thermometers, watches."),
        new("activity", "Daily totals: steps, distance, floors, kilocalories, active time, heart rate.", ["withings_get_activity"], "Watches, trackers, phones."),
        new("intraday", "Samples within a day: steps, heart rate, automatic SpO2, variability.", ["withings_get_intraday", "withings_get_hrv"], "Watches, trackers."),
        new("workouts", "Training sessions with sport, duration, heart rate, distance.", ["withings_get_workouts"], "Watches, trackers, phones, the Withings app."),
        new("nights", "One summary for each night or nap: score, stages, efficiency, heart and breathing rate, snoring, apnea index.", ["withings_get_sleep_summary"], "Sleep mats, watches."),
        new("sleep", "Stages of each night and their curves.", ["withings_get_sleep", "withings_get_hrv"], "Sleep mats, watches."),
        new("heart", "ECG recordings with the finding on atrial fibrillation, and what a BPM Core measured with them.", ["withings_get_heart_list"], "Watches with ECG, BPM Core, BeamO, Body Scan."),
        new("stetho", "Heart sounds.", ["withings_get_heart_list"], "BPM Core, BeamO."),
        new("signals", "The recorded curves of ECGs and heart sounds.", ["withings_get_heart_signal"], "As heart and stetho."),
        new("devices", "What the person owns, its battery and last synchronisation.", ["withings_get_devices"], "Each device tells of itself."),
        new("goals", "Steps a day, sleep a night, a weight.", ["withings_get_goals"], "Set in the Withings app."),
    ];

    public static IReadOnlyList<string> ToolsOf(Feed feed) => All.First(family => family.Family == FeedNames.Of(feed)).Tools;
}
