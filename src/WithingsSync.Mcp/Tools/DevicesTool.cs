using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Tools;

internal sealed class DevicesTool(IToolHost host)
{
    [McpServerTool(
        Name = "withings_get_devices", Title = "Devices", ReadOnly = true, Destructive = false, Idempotent = true, OpenWorld = true, UseStructuredContent = true, OutputSchemaType = typeof(DevicesAnswer))]
    [Description("The Withings devices of the signed-in person: type, model, battery (high, medium, low), and when each last synchronised, which tells a device that is silent from one that measured nothing.")]
    public async Task<CallToolResult> GetAsync(CancellationToken cancellationToken = default)
    {
        var account = await host.AccountAsync(cancellationToken);
        var now = host.Time.GetUtcNow();
        var coverage = await host.CoverAsync(new([Feed.Devices], now, now), cancellationToken);
        var devices = await host.Records.ReadAsync<Device>(account, now, now, cancellationToken);
        if (devices.Count == 0 && !coverage.IsComplete)
        {
            await host.RefuseAsync(coverage, cancellationToken);
        }

        var zone = await PersonZone.OfAsync(host, account, cancellationToken);
        var isFull = host.Caller.Privacy == Privacy.Full;
        var answer = new DevicesAnswer(
            devices.Count, [.. devices.Select(device => From(device, zone, isFull))], coverage.IsComplete,
            [.. AnswerNotes.Of(coverage), .. devices.Count == 0 ? AnswerNotes.OfNothing(coverage, "No device is known.", "No device is stored yet. That does not mean that there is none.") : []], coverage.FetchedAt, Reply.Seconds(coverage.RetryAfter));
        await host.NoteAsync(new("withings_get_devices", null, null, devices.Count), cancellationToken);
        return Reply.Of(answer);
    }

    private static DeviceAnswer From(Device device, TimeZoneInfo zone, bool isFull)
    {
        if (!isFull)
        {
            // A model, or the second of its first use, tells one device from another.
            return new(device.Type) { Battery = device.Battery };
        }

        return new(device.Type)
        {
            Model = string.IsNullOrEmpty(device.Model) ? null : device.Model,
            ModelId = device.ModelId,
            Battery = device.Battery,
            FirstSessionAt = device.FirstSessionAt is { } first ? TimeZoneInfo.ConvertTime(first, zone) : null,
            LastSessionAt = device.LastSessionAt is { } last ? TimeZoneInfo.ConvertTime(last, zone) : null,
            TimeZone = device.TimeZone,
            DeviceId = device.DeviceId,
            Other = new MetricReader(device.Metrics).Others(),
        };
    }
}
