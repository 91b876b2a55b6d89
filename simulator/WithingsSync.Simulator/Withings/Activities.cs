using System.Globalization;
using System.Text.Json;
using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.Withings;

/// <summary><c>/v2/measure</c> getactivity: section 5.1.</summary>
internal static class Activities
{
    /// <summary>SIM: section 5.1 says "defaults" and not which: movement without heart.</summary>
    private static readonly HashSet<string> Defaults = ["steps", "distance", "elevation", "soft", "moderate", "intense", "active", "calories", "totalcalories"];

    public static void Answer(Call call, Utf8JsonWriter body)
    {
        var window = DayWindow.Of(call.Parameters);
        var fields = new Fields(body, call.Parameters.List("data_fields") ?? Defaults);
        var days = call.History.Activities(call.Now).Where(d => window.Holds(call, d.Date, d.Modified)).ToList();
        Pages.Write(call, body, "activities", days, call.Options.ActivityPageSize, d => Write(body, fields, call.History.Activity(d), call.TimeZone));
    }

    private static void Write(Utf8JsonWriter json, Fields fields, ActivityDay day, string timeZone)
    {
        json.WriteStartObject();
        fields.Number("steps", day.Steps);
        fields.Number("distance", day.Distance);
        fields.Number("elevation", day.Elevation);
        fields.Number("soft", day.Soft);
        fields.Number("moderate", day.Moderate);
        fields.Number("intense", day.Intense);
        fields.Number("active", day.Moderate + day.Intense);
        fields.Number("calories", day.Calories);
        fields.Number("totalcalories", day.TotalCalories);
        fields.Number("hr_average", day.HeartRateAverage);
        fields.Number("hr_min", day.HeartRateLowest);
        fields.Number("hr_max", day.HeartRateHighest);
        fields.Zones(day.HeartRateZones);
        json.WriteString("deviceid", day.Device?.Id);
        json.WriteString("hash_deviceid", day.Device?.Id);
        json.WriteString("timezone", timeZone);
        json.WriteString("date", day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteNumber("modified", day.Modified);
        json.WriteNumber("brand", day.Device is null ? 18 : 1);
        json.WriteNumber("modelid", day.Device?.ModelId ?? 1055);
        json.WriteString("model", day.Device?.Model ?? "GoogleFit tracker");
        json.WriteBoolean("is_tracker", day.Device is not null);
        json.WriteEndObject();
    }
}
