using WithingsSync.Health;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>Rows of getactivity (withings-api.md §5.1).</summary>
internal static class ActivityRows
{
    public static HealthRecord Read(JsonRow row)
    {
        var date = row.Required(row.Day("date"), "date");
        return new ActivityDay(date, Metrics.None)
        {
            ModifiedAt = row.Moment("modified"),
            TimeZone = row.Text("timezone"),
            DeviceId = row.Text("deviceid"),
            HashDeviceId = row.Text("hash_deviceid"),
            ModelId = row.Int32("modelid"),
            Model = row.Text("model"),
            Brand = row.Int32("brand"),
            IsTracker = row.Flag("is_tracker"),
            Metrics = row.Rest(),
        };
    }
}
