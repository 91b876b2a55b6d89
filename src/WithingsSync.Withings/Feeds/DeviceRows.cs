using WithingsSync.Health;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>Rows of getdevice (withings-api.md §8.1).</summary>
internal static class DeviceRows
{
    public static HealthRecord Read(JsonRow row)
    {
        var hash = row.Text("hash_deviceid");
        var type = row.Text("type");
        var modelId = row.Int32("model_id");
        var id = row.Text("deviceid") ?? hash ?? $"{type}/{modelId}";
        return new Device(id)
        {
            Type = type,
            Model = row.Text("model"),
            ModelId = modelId,
            Battery = row.Text("battery"),
            HashDeviceId = hash,
            TimeZone = row.Text("timezone"),
            FirstSessionAt = row.Moment("first_session_date"),
            LastSessionAt = row.Moment("last_session_date"),
            Metrics = row.Rest(),
        };
    }
}
