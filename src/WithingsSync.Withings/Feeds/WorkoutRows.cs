using WithingsSync.Health;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>Rows of getworkouts (withings-api.md §5.3); "model" is a number here.</summary>
internal static class WorkoutRows
{
    public static HealthRecord Read(JsonRow row)
    {
        var id = row.Required(row.Int64("id"), "id");
        var category = row.Required(row.Int32("category"), "category");
        var start = row.Required(row.Moment("startdate"), "startdate");
        var end = row.Required(row.Moment("enddate"), "enddate");
        return new Workout(id, category, start, end, Metrics.None)
        {
            Date = row.Day("date"),
            ModifiedAt = row.Moment("modified"),
            Attribution = row.Int32("attrib"),
            DeviceId = row.Text("deviceid"),
            HashDeviceId = row.Text("hash_deviceid"),
            ModelId = row.Int32("model"),
            TimeZone = row.Text("timezone"),
            Metrics = row.Rest(),
        };
    }
}
