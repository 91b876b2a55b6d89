using WithingsSync.Destinations.Tables;
using WithingsSync.Health;

namespace WithingsSync.Destinations.Export;

/// <summary>What stands beside the measures: the person's devices and goals (withings-api.md §8). They have no moment, so every window shows them.</summary>
internal static class PersonTables
{
    public static readonly Table<Device> Devices = new("devices", RecordKind.Device,
    [
        new("device_id", device => Cell.Of(device.DeviceId), "deviceid"),
        new("type", device => Cell.Of(device.Type), "type"),
        new("model", device => Cell.Of(device.Model), "model"),
        new("model_id", device => Cell.Of(device.ModelId), "model_id"),
        new("battery", device => Cell.Of(device.Battery), "battery"),
        new("hash_device_id", device => Cell.Of(device.HashDeviceId), "hash_deviceid"),
        new("time_zone", device => Cell.Of(device.TimeZone), "timezone"),
        new("first_session_at", device => Cell.Of(device.FirstSessionAt), "first_session_date"),
        new("last_session_at", device => Cell.Of(device.LastSessionAt), "last_session_date"),
    ],
    (window, token) => window.ReadAsync<Device>(token),
    device => device.Metrics);

    public static readonly Table<Goals> Goals = new("goals", RecordKind.Goals,
    [
        new("steps_per_day", goals => Cell.Of(goals.Steps), "steps"),
        new("sleep_seconds", goals => Cell.Of(goals.Sleep), "sleep"),
        new("weight_kg", goals => goals.Weight is { } weight ? Cell.Of(weight) : default, "weight"),
    ],
    (window, token) => window.ReadAsync<Goals>(token),
    goals => goals.Metrics);
}
