using WithingsSync.Health;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Answers;

/// <summary>Where a person is: the zone of the device that was used last, or of the last weeks' readings, or of the newest day, night or workout.</summary>
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
        return Known(groups.Reverse().Select(group => group.TimeZone)) ?? await OfNewestAsync(host.Records, account, now, cancellationToken);
    }

    /// <summary>Who owns no device, or did not grant to see it, moves and sleeps nevertheless.</summary>
    private static async Task<TimeZoneInfo?> OfNewestAsync(IRecordStore records, AccountId account, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (from, to) = (now - LookBack, now.AddDays(1));
        var days = await records.ReadAsync<ActivityDay>(account, from, to, cancellationToken);
        var nights = await records.ReadAsync<SleepNight>(account, from, to, cancellationToken);
        var workouts = await records.ReadAsync<Workout>(account, from, to, cancellationToken);
        return Known(
            days.Select(day => (At: AskedRange.Dated(day.Date), day.TimeZone))
                .Concat(nights.Select(night => (At: night.StartedAt, night.TimeZone)))
                .Concat(workouts.Select(workout => (At: workout.StartedAt, workout.TimeZone)))
                .OrderByDescending(one => one.At).Select(one => one.TimeZone));
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
