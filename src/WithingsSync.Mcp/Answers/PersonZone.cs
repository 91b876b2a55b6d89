using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Mcp.Answers;

/// <summary>Where a person is: the zone of the device that was used last, or of the last weeks' readings.</summary>
internal static class PersonZone
{
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(90);

    /// <summary>The host's own where nothing says it.</summary>
    public static async Task<TimeZoneInfo> OfAsync(IToolHost host, AccountId account, CancellationToken cancellationToken) =>
        await FindAsync(host, account, cancellationToken) ?? host.DefaultZone;

    /// <summary>Null where nothing says it.</summary>
    public static async Task<TimeZoneInfo?> FindAsync(IToolHost host, AccountId account, CancellationToken cancellationToken)
    {
        var devices = await host.Records.ReadAsync<Device>(account, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, cancellationToken);
        if (Known(devices.OrderByDescending(device => device.LastSessionAt).Select(device => device.TimeZone)) is { } zone)
        {
            return zone;
        }

        var now = host.Time.GetUtcNow();
        var groups = await host.Records.ReadAsync<MeasureGroup>(account, now - LookBack, now, cancellationToken);
        return Known(groups.Reverse().Select(group => group.TimeZone));
    }

    private static TimeZoneInfo? Known(IEnumerable<string?> ids)
    {
        foreach (var id in ids)
        {
            if (id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
            {
                return zone;
            }
        }

        return null;
    }
}
