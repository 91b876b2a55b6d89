using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Tools;

internal sealed class SleepNightSource() : FigureSource<SleepNightAnswer>(
    new("sleep_score", "0 to 100", night => night.SleepScore),
    new("time_in_bed_seconds", "seconds", night => night.TimeInBedSeconds, IsTotal: true),
    new("sleep_seconds", "seconds", night => night.SleepSeconds, IsTotal: true),
    new("light_seconds", "seconds", night => night.LightSeconds, IsTotal: true),
    new("deep_seconds", "seconds", night => night.DeepSeconds, IsTotal: true),
    new("rem_seconds", "seconds", night => night.RemSeconds, IsTotal: true),
    new("wake_seconds", "seconds", night => night.WakeSeconds, IsTotal: true),
    new("wake_after_sleep_onset_seconds", "seconds", night => night.WakeAfterSleepOnsetSeconds, IsTotal: true),
    new("wake_up_count", "times", night => night.WakeUpCount, IsTotal: true),
    new("out_of_bed_count", "times", night => night.OutOfBedCount, IsTotal: true),
    new("rem_episode_count", "episodes", night => night.RemEpisodeCount, IsTotal: true),
    new("efficiency_percent", "percent", night => night.EfficiencyPercent),
    new("latency_seconds", "seconds", night => night.LatencySeconds),
    new("wake_up_latency_seconds", "seconds", night => night.WakeUpLatencySeconds),
    new("heart_rate_mean_bpm", "beats per minute", night => night.HeartRateMeanBpm),
    new("heart_rate_min_bpm", "beats per minute", night => night.HeartRateMinBpm),
    new("heart_rate_max_bpm", "beats per minute", night => night.HeartRateMaxBpm),
    new("respiratory_rate_mean_per_minute", "breaths per minute", night => night.RespiratoryRateMeanPerMinute),
    new("respiratory_rate_min_per_minute", "breaths per minute", night => night.RespiratoryRateMinPerMinute),
    new("respiratory_rate_max_per_minute", "breaths per minute", night => night.RespiratoryRateMaxPerMinute),
    new("rmssd_start_ms", "milliseconds", night => night.RmssdStartMs),
    new("rmssd_end_ms", "milliseconds", night => night.RmssdEndMs),
    new("snoring_seconds", "seconds", night => night.SnoringSeconds, IsTotal: true),
    new("snoring_episode_count", "episodes", night => night.SnoringEpisodeCount, IsTotal: true),
    new("apnea_hypopnea_events_per_hour", "events per hour of sleep", night => night.ApneaHypopneaEventsPerHour),
    new("breathing_disturbances_intensity", "Withings' own index", night => night.BreathingDisturbancesIntensity),
    new("movement_score_mean", "0 to 255", night => night.MovementScoreMean),
    new("core_temperature_mean_c", "degrees Celsius", night => night.CoreTemperatureMeanC),
    new("core_temperature_min_c", "degrees Celsius", night => night.CoreTemperatureMinC),
    new("core_temperature_max_c", "degrees Celsius", night => night.CoreTemperatureMaxC))
{
    public static readonly SleepNightSource Instance = new();

    /// <summary>What Withings gives with its larger plans only (withings-api.md, appendix E).</summary>
    private static readonly string[] OfLargerPlans =
        ["sleep_score", "heart_rate_mean_bpm", "respiratory_rate_mean_per_minute", "rmssd_start_ms", "snoring_seconds", "movement_score_mean"];

    public override IReadOnlyList<Feed> Feeds => [Feed.Nights];

    public override string WhenEmpty =>
        "No sleep ended in this range. It comes from a Withings sleep mat (Sleep Analyzer, Aura) or a watch worn at night; a night appears when the device has synchronised and Withings has scored it.";

    public override async Task<IReadOnlyList<SleepNightAnswer>> ReadAsync(IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken)
    {
        var nights = await LocalDays.ReadAsync<SleepNight>(store, account, range, night => night.Date, cancellationToken);
        var devices = await DeviceNames.ReadAsync(store, account, cancellationToken);
        return [.. nights.OrderBy(night => night.EndedAt).ThenBy(night => night.NightId).Select(night => From(night, devices, range.Zone))];
    }

    /// <summary>Its end, so that lines are in the order of their days.</summary>
    public override DateTimeOffset At(SleepNightAnswer line) => line.EndedAt;

    public override DateOnly DayOf(SleepNightAnswer line, TimeZoneInfo zone) => line.Date;

    public override SleepNightAnswer WithoutIdentifiers(SleepNightAnswer line) =>
        line with { Device = null, NightId = null, Other = MetricReader.WithoutIdentifiers(line.Other) };

    public override IEnumerable<string> NotesOn(IReadOnlyList<SleepNightAnswer> lines)
    {
        if (lines.Count == 0)
        {
            yield break;
        }

        if (lines.Select(line => line.Date).Distinct().Count() < lines.Count)
        {
            yield return "Some days have more than one sleep: naps, or two devices that reported the same night. Compare their times before adding anything up.";
        }

        if (lines.Count(line => line.ApneaHypopneaEventsPerHour is null) is > 0 and var without)
        {
            yield return $"The apnea index is not available for {without} of {lines.Count} sleeps: it needs a device sold in the EU or Australia with the feature switched on, and enough hours of sleep.";
        }

        if (NeverSeen(lines).Intersect(OfLargerPlans).ToList() is { Count: > 0 } missing)
        {
            yield return $"No sleep here has {string.Join(", ", missing)}: the device does not measure it, or Withings does not give it with the application's plan.";
        }

        if (lines.Any(line => line.IsCompleted == false))
        {
            yield return "Nights with is_completed false are still being reckoned by Withings and will change.";
        }
    }

    private static SleepNightAnswer From(SleepNight night, DeviceNames devices, TimeZoneInfo zone)
    {
        var figures = new MetricReader(night.Metrics);

        // Old names of latency and wakeup_latency: the same numbers again (withings-api.md §6.2).
        var (toSleep, toWakeUp) = (figures.Number("durationtosleep"), figures.Number("durationtowakeup"));
        return new(night.Date, TimeZoneInfo.ConvertTime(night.StartedAt, zone), TimeZoneInfo.ConvertTime(night.EndedAt, zone))
        {
            SleepScore = figures.Number("sleep_score"),
            TimeInBedSeconds = figures.Number("total_timeinbed"),
            SleepSeconds = figures.Number("total_sleep_time") ?? figures.Number("asleepduration"),
            LightSeconds = figures.Number("lightsleepduration"),
            DeepSeconds = figures.Number("deepsleepduration"),
            RemSeconds = figures.Number("remsleepduration"),
            WakeSeconds = figures.Number("wakeupduration"),
            WakeAfterSleepOnsetSeconds = figures.Number("waso"),
            WakeUpCount = figures.Number("wakeupcount"),
            OutOfBedCount = figures.Number("out_of_bed_count"),
            RemEpisodeCount = figures.Number("nb_rem_episodes"),
            EfficiencyPercent = figures.Number("sleep_efficiency") * 100,
            LatencySeconds = figures.Number("sleep_latency") ?? toSleep,
            WakeUpLatencySeconds = figures.Number("wakeup_latency") ?? toWakeUp,
            HeartRateMeanBpm = figures.Positive("hr_average"),
            HeartRateMinBpm = figures.Positive("hr_min"),
            HeartRateMaxBpm = figures.Positive("hr_max"),
            RespiratoryRateMeanPerMinute = figures.Positive("rr_average"),
            RespiratoryRateMinPerMinute = figures.Positive("rr_min"),
            RespiratoryRateMaxPerMinute = figures.Positive("rr_max"),
            RmssdStartMs = figures.Positive("rmssd_start_avg"),
            RmssdEndMs = figures.Positive("rmssd_end_avg"),
            SnoringSeconds = figures.Number("snoring"),
            SnoringEpisodeCount = figures.Number("snoringepisodecount"),
            ApneaHypopneaEventsPerHour = figures.NotNegative("apnea_hypopnea_index"),
            BreathingDisturbancesIntensity = figures.NotNegative("breathing_disturbances_intensity"),
            MovementScoreMean = figures.Number("mvt_score_avg"),
            CoreTemperatureMeanC = figures.Positive("core_body_temperature_avg"),
            CoreTemperatureMinC = figures.Positive("core_body_temperature_min"),
            CoreTemperatureMaxC = figures.Positive("core_body_temperature_max"),
            Events = NightEvents.Of(figures, night.StartedAt, zone),
            IsCompleted = night.Completed,
            Device = devices.Find(null, night.HashDeviceId),
            UpdatedAt = night.ModifiedAt is { } modified ? TimeZoneInfo.ConvertTime(modified, zone) : null,
            Other = figures.Others(),
            NightId = night.NightId,
        };
    }
}
