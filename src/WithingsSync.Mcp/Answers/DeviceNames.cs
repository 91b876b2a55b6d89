using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Answers;

/// <summary>Names of the person's devices, for records that hold only a number or an identifier of theirs.</summary>
internal sealed class DeviceNames
{
    private readonly Dictionary<string, string> _byId = new(StringComparer.Ordinal);

    private DeviceNames(IEnumerable<Device> devices)
    {
        foreach (var device in devices.OrderBy(device => !string.IsNullOrEmpty(device.Model)))
        {
            // A model may be empty for a device that has one, and one device may be listed with and without (withings-api.md §8.1).
            if ((string.IsNullOrEmpty(device.Model) ? device.Type : device.Model) is { } name)
            {
                _byId[device.DeviceId] = name;
                if (device.HashDeviceId is { } hash)
                {
                    _byId[hash] = name;
                }
            }
        }
    }

    public static async Task<DeviceNames> ReadAsync(IRecordStore store, AccountId account, CancellationToken cancellationToken) =>
        new(await store.ReadAsync<Device>(account, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, cancellationToken));

    /// <summary>Null when no device of the person has that identifier.</summary>
    public string? Find(string? deviceId, string? hashDeviceId = null) =>
        deviceId is not null && _byId.TryGetValue(deviceId, out var name) ? name
        : hashDeviceId is not null && _byId.TryGetValue(hashDeviceId, out name) ? name
        : null;
}
