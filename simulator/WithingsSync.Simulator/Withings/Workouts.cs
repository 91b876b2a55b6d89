using System.Globalization;
using System.Text.Json;
using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.Withings;

/// <summary><c>/v2/measure</c> getworkouts: section 5.3.</summary>
internal static class Workouts
{
    public static void Answer(Call call, Utf8JsonWriter body)
    {
        var window = DayWindow.Of(call.Parameters);
        var fields = new Fields(body, call.Parameters.List("data_fields") ?? []);
        var rows = call.History.Workouts(call.Now)
            .Where(w => window.Holds(call, w.Date, w.Modified))
            .SelectMany(w => Enumerable.Repeat(w, w.SentTwice ? 2 : 1))
            .ToList();
        Pages.Write(call, body, "series", rows, call.Options.ActivityPageSize, w => Write(body, fields, w, call.TimeZone));
    }

    private static void Write(Utf8JsonWriter json, Fields fields, Workout workout, string timeZone)
    {
        json.WriteStartObject();
        json.WriteNumber("id", workout.Id);
        json.WriteNumber("category", workout.Category);
        json.WriteString("timezone", timeZone);
        json.WriteNumber("model", workout.Device?.ModelId ?? 1055);
        json.WriteNumber("attrib", workout.Attribution);
        json.WriteNumber("startdate", workout.Start);
        json.WriteNumber("enddate", workout.End);
        json.WriteString("date", workout.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("deviceid", workout.Device?.Id);
        json.WriteStartObject("data");
        if (workout.Device is not null)
        {
            WriteMetrics(fields, workout);
        }

        // Always there and nearly always null.
        json.WriteNull("algo_pause_duration");
        json.WriteEndObject();
        json.WriteNumber("modified", workout.Modified);
        json.WriteEndObject();
    }

    private static void WriteMetrics(Fields fields, Workout workout)
    {
        fields.Number("calories", workout.Calories);
        fields.Number("intensity", workout.Category == PlannedWorkout.Walk ? 30 : 50);
        fields.Null("manual_intensity");
        fields.Number("manual_distance", 0L);
        fields.Number("manual_calories", 0L);
        fields.Number("hr_average", workout.HeartRateAverage);
        fields.Number("hr_min", workout.HeartRateLowest);
        fields.Number("hr_max", workout.HeartRateHighest);
        fields.Zones(workout.HeartRateZones);
        fields.Number("pause_duration", 0L);
        fields.Null("spo2_average");
        fields.Number("steps", workout.Steps);
        fields.Number("distance", workout.Distance);
        fields.Number("elevation", workout.Elevation);
        if (workout.Category == PlannedWorkout.Swim)
        {
            fields.Number("pool_laps", workout.PoolLaps);
            fields.Number("strokes", workout.Strokes);
            fields.Number("pool_length", 25L);
        }
    }
}
