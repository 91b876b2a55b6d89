using System.Globalization;
using System.Text.Json;
using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.Withings;

/// <summary><c>/v2/sleep</c> get: section 6.1.</summary>
internal static class Sleep
{
    private static readonly (string Name, Func<SleepSample, int> Value)[] Maps =
    [
        ("hr", s => s.HeartRate), ("rr", s => s.BreathRate), ("snoring", s => s.Snoring), ("sdnn_1", s => s.Sdnn),
        ("rmssd", s => s.Rmssd), ("mvt_score", s => s.Movement), ("hrv_quality", s => s.HrvQuality),
    ];

    public static void Answer(Call call, Utf8JsonWriter body)
    {
        var (start, end) = (call.Parameters.RequiredNumber("startdate"), call.Parameters.RequiredNumber("enddate"));

        // SIM: section 6.1 contradicts itself about the window; what is longer than the option is cut off in silence.
        end = Math.Min(end, start + (long)call.Options.SleepWindow.TotalSeconds);
        var wanted = call.Parameters.List("data_fields") ?? [];

        // SIM: section 6.1 is silent: a segment belongs to the window in which it begins; both ends of the window count.
        var rows = call.History.Nights(call.Now)
            .Where(n => n.Start <= end && n.End >= start)
            .SelectMany(n => n.Segments.Where(s => s.Start >= start && s.Start <= end).Select(s => (Night: n, Segment: s)))
            .OrderBy(row => row.Segment.Start / 60 * 7_919 % 1_009)
            .ToList();

        body.WriteStartArray("series");
        foreach (var (night, segment) in rows)
        {
            Write(body, call.History.Person, night, segment, wanted);
        }

        body.WriteEndArray();
        body.WriteNumber("model", rows.Count == 0 ? 32 : rows[0].Night.Model);
    }

    private static void Write(Utf8JsonWriter json, Person person, Night night, SleepSegment segment, HashSet<string> wanted)
    {
        json.WriteStartObject();
        json.WriteNumber("startdate", segment.Start);
        json.WriteNumber("enddate", segment.End);
        json.WriteNumber("state", segment.State);
        json.WriteString("model", night.Device.Model);
        json.WriteNumber("model_id", night.Device.ModelId);
        json.WriteString("hash_deviceid", night.Device.Id);
        if (wanted.Count > 0)
        {
            var samples = Nights.Samples(person, night, segment).ToList();
            foreach (var (name, value) in Maps.Where(m => wanted.Contains(m.Name)))
            {
                json.WriteStartObject(name);
                foreach (var sample in samples)
                {
                    json.WriteNumber(sample.At.ToString(CultureInfo.InvariantCulture), value(sample));
                }

                json.WriteEndObject();
            }
        }

        json.WriteEndObject();
    }
}
