using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.World;

/// <summary>A device as getdevice lists it (section 8.1). Times are Unix seconds.</summary>
public sealed record OwnedDevice(Device Device, long? FirstUsed, long? LastUsed)
{
    internal static IReadOnlyList<OwnedDevice> Of(History history, long now)
    {
        var devices = history.Person.Devices;
        var used = history.LastUsed(now);
        var first = history.Person.Day(history.FirstDay).Start;
        long? Last(Device device) => used.TryGetValue(device.Id, out var last) ? last : null;

        // The mat is listed a second time under its product's number and without a name (section 8.1).
        return
        [
            .. devices.All.Select(d => new OwnedDevice(d, d == devices.Mat ? null : first, Last(d))),
            new(devices.Mat with { ModelId = 13, Model = "" }, null, Last(devices.Mat)),
        ];
    }
}
