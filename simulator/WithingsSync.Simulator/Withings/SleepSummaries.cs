using System.Globalization;
using System.Text.Json;
using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.Withings;

/// <summary><c>/v2/sleep</c> getsummary: section 6.2.</summary>
internal static class SleepSummaries
{
    /// <summary>The 15 fields of the recorded answer without data_fields.</summary>
    private static readonly HashSet<string> Defaults =
    [
        "wakeupduration", "wakeupcount", "durationtosleep", "remsleepduration", "durationtowakeup", "total_timeinbed", "total_sleep_time", "sleep_efficiency",
        "sleep_latency", "wakeup_latency", "waso", "nb_rem_episodes", "out_of_bed_count", "lightsleepduration", "deepsleepduration",
    ];

    public static void Answer(Call call, Utf8JsonWriter body)
    {
        var window = DayWindow.Of(call.Parameters);
        var wanted = call.Parameters.List("data_fields") ?? Defaults;
        var nights = call.History.Nights(call.Now).Where(n => window.Holds(call, n.Date, n.Modified)).ToList();
        Pages.Write(call, body, "series", nights, call.Options.SleepPageSize, n => Write(body, call, n, wanted));
    }

    private static void Write(Utf8JsonWriter json, Call call, Night night, HashSet<string> wanted)
    {
        json.WriteStartObject();
        json.WriteNumber("id", night.Id);
        json.WriteString("timezone", call.TimeZone);
        json.WriteNumber("model", night.Model);
        json.WriteNumber("model_id", night.Device.ModelId);
        json.WriteString("hash_deviceid", night.Device.Id);
        json.WriteNumber("startdate", night.Start);
        json.WriteNumber("enddate", night.End);
        json.WriteString("date", night.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteStartObject("data");
        var fields = new Fields(json, wanted);
        WriteDurations(fields, night);
        if (!wanted.IsSubsetOf(Defaults))
        {
            WriteMeasured(fields, call.History.Vitals(night), night);
        }

        json.WriteEndObject();
        json.WriteNumber("created", night.Created);
        json.WriteNumber("modified", night.Modified);
        json.WriteEndObject();
    }

    private static void WriteDurations(Fields fields, Night night)
    {
        var (asleep, awake) = (night.Asleep, night.Seconds(0));
        fields.Number("wakeupduration", awake);
        fields.Number("wakeupcount", night.WakeUps);
        fields.Number("durationtosleep", night.Latency);
        fields.Number("durationtowakeup", night.WakeLatency);
        fields.Number("remsleepduration", night.Seconds(3));
        fields.Number("lightsleepduration", night.Seconds(1));
        fields.Number("deepsleepduration", night.Seconds(2));

        // Asleep and awake; not the time between the ends, which also holds the gaps out of bed.
        fields.Number("total_timeinbed", asleep + awake);
        fields.Number("total_sleep_time", asleep);
        fields.Number("sleep_efficiency", Math.Round(asleep / (double)(asleep + awake), 2));
        fields.Number("sleep_latency", night.Latency);
        fields.Number("wakeup_latency", night.WakeLatency);
        fields.Number("waso", awake - night.Latency - night.WakeLatency);
        fields.Number("nb_rem_episodes", night.RemEpisodes);
        fields.Number("out_of_bed_count", night.OutOfBed);
    }

    private static void WriteMeasured(Fields fields, NightVitals vitals, Night night)
    {
        fields.Number("hr_average", vitals.HeartRateAverage);
        fields.Number("hr_min", vitals.HeartRateLowest);
        fields.Number("hr_max", vitals.HeartRateHighest);
        fields.Number("rr_average", vitals.BreathRateAverage);
        fields.Number("rr_min", vitals.BreathRateLowest);
        fields.Number("rr_max", vitals.BreathRateHighest);
        fields.Number("rmssd_start_avg", vitals.RmssdAtStart);
        fields.Number("rmssd_end_avg", vitals.RmssdAtEnd);
        fields.Number("breathing_disturbances_intensity", night.BreathingDisturbances);
        fields.Number("apnea_hypopnea_index", night.ApneaIndex);
        fields.Number("withings_index", night.ApneaIndex);
        fields.Number("snoring", vitals.SnoringSeconds);
        fields.Number("snoringepisodecount", vitals.SnoringEpisodes);
        fields.Number("mvt_score_avg", vitals.MovementAverage);
        fields.Number("sleep_score", night.Score);
        fields.Text("night_events", Events(night));
    }

    /// <summary>A dictionary inside a string, its values unsorted seconds from the start (section 6.2).</summary>
    private static string Events(Night night)
    {
        long After(long at) => at - night.Start;
        var (inBed, asleep, awake, outOfBed) = (new List<long> { 0 }, new List<long>(), new List<long>(), new List<long>());
        SleepSegment? before = null;
        foreach (var segment in night.Segments)
        {
            if (before is not null && segment.Start > before.End)
            {
                outOfBed.Add(After(before.End));
                inBed.Add(After(segment.Start));
            }

            if (segment.State != 0 && (before is null || before.State == 0))
            {
                asleep.Add(After(segment.Start));
            }

            if (segment.State == 0 && before is { State: not 0 })
            {
                awake.Add(After(segment.Start));
            }

            before = segment;
        }

        outOfBed.Insert(0, After(night.End));
        return JsonSerializer.Serialize(new SortedDictionary<string, List<long>>(StringComparer.Ordinal) { ["1"] = inBed, ["2"] = asleep, ["3"] = awake, ["4"] = outOfBed });
    }
}
