using System.Globalization;
using System.Text.Json;

namespace WithingsSync.Simulator.Withings;

/// <summary><c>/v2/measure</c> getintradayactivity: section 5.2.</summary>
internal static class Intraday
{
    private const long DaySeconds = 86_400;

    public static void Answer(Call call, Utf8JsonWriter body)
    {
        var (start, end) = (call.Parameters.Number("startdate"), call.Parameters.Number("enddate"));

        // Neither: the most recent data. SIM: section 5.2 does not say how much: the last 24 h; with the end alone, the 24 h before it.
        var last = end ?? (start is null ? call.Now : start.Value + DaySeconds);
        var first = start ?? last - DaySeconds;
        last = Math.Min(last, first + DaySeconds);

        // Without data_fields there are no metrics, only the entries (section 5.1).
        var fields = new Fields(body, call.Parameters.List("data_fields") ?? []);
        var device = call.History.Person.Devices.Watch;
        body.WriteStartObject("series");
        foreach (var sample in call.History.Intraday(first, last, call.Now))
        {
            body.WriteStartObject(sample.At.ToString(CultureInfo.InvariantCulture));
            fields.Number("steps", sample.Steps);
            fields.Number("duration", sample.Duration);
            fields.Number("elevation", sample.Elevation);
            fields.Number("distance", sample.Distance);
            fields.Number("calories", sample.Calories);
            fields.Number("stroke", sample.Strokes);
            fields.Number("pool_lap", sample.PoolLaps);
            fields.Number("heart_rate", sample.HeartRate);
            fields.Number("spo2_auto", sample.Oxygen);
            fields.Number("rmssd", sample.Rmssd);

            // No underscore here; sleep spells it sdnn_1.
            fields.Number("sdnn1", sample.Sdnn);
            fields.Number("hrv_quality", sample.HrvQuality);
            fields.Number("core_body_temperature", sample.CoreTemperature);
            fields.Number("rr", sample.BreathRate);
            body.WriteString("model", device.Model);
            body.WriteNumber("model_id", device.ModelId);
            body.WriteString("deviceid", device.Id);
            body.WriteEndObject();
        }

        body.WriteEndObject();
    }
}
