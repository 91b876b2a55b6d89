using WithingsSync.Health;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>Rows of stetho list (withings-api.md §7.3).</summary>
internal static class StethoRows
{
    public static HealthRecord Read(JsonRow row)
    {
        var id = row.Required(row.Int64("signalid"), "signalid");
        var recordedAt = row.Required(row.Moment("timestamp"), "timestamp");
        return new StethoRecording(id, recordedAt)
        {
            HashDeviceId = row.Text("hash_deviceid"),
            ValvularHeartDisease = row.Int32("vhd"),
            TimeZone = row.Text("timezone"),
            Metrics = row.Rest(),
        };
    }
}
