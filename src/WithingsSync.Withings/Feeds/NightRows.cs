using WithingsSync.Health;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>Rows of sleep getsummary (withings-api.md §6.2).</summary>
internal static class NightRows
{
    public static HealthRecord Read(JsonRow row)
    {
        var id = row.Required(row.Int64("id"), "id");
        var start = row.Required(row.Moment("startdate"), "startdate");
        var end = row.Required(row.Moment("enddate"), "enddate");
        var date = row.Required(row.Day("date"), "date");
        return new SleepNight(id, start, end, date, Metrics.None)
        {
            CreatedAt = row.Moment("created"),
            ModifiedAt = row.Moment("modified"),
            TimeZone = row.Text("timezone"),
            SourceModel = row.Int32("model"),
            ModelId = row.Int32("model_id"),
            HashDeviceId = row.Text("hash_deviceid"),
            Completed = row.Flag("completed"),
            Metrics = row.Rest(),
        };
    }
}
