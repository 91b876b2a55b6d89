using System.Globalization;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Storage.Records;

/// <summary>
/// The specification's <c>blood_pressure_records</c>, beside the groups they come from and written in the same transaction. A row is what the living groups of its second
/// say: the pressures of the one modified last, and the pulse of the last that has one, so that a reading without pulse takes none away. An edit or a deletion at the source
/// therefore needs no rule of its own. All attributions count, as they did in the original; objectives do not.
/// </summary>
internal sealed class BloodPressureTable(Database database, TimeProvider time)
{
    private readonly string _upsert = $"""
        insert into blood_pressure_records (id, user_id, source, date, measured_at, systolic_mmhg, diastolic_mmhg, heart_rate_bpm, original_id)
        values ($1, $2, 'withings', $3, {database.Timestamp("$4")}, $5, $6, $7, $8)
        on conflict (user_id, source, measured_at) do update set
            date = excluded.date, systolic_mmhg = excluded.systolic_mmhg, diastolic_mmhg = excluded.diastolic_mmhg,
            heart_rate_bpm = excluded.heart_rate_bpm, original_id = excluded.original_id
        """;

    private readonly string _delete = $"delete from blood_pressure_records where user_id = $1 and source = 'withings' and measured_at = {database.Timestamp("$2")}";

    private readonly SortedSet<long> _touched = [];

    /// <summary>Those whose rows may have changed.</summary>
    public IReadOnlyCollection<long> Seconds() => _touched;

    public void TouchNothing() => _touched.Clear();

    public void Touch(MeasureGroup? group)
    {
        if (group is not null && BloodPressures.Of(group) is not null)
        {
            _touched.Add(group.MeasuredAt.ToUnixTimeSeconds());
        }
    }

    /// <summary>A group that was marked as deleted.</summary>
    public void Touch(AccountId account, long group)
    {
        using var rows = database.Prepare("select measured_at from measure_groups where account_id = $1 and group_id = $2").Text(account.Value).Integer(group).Query();
        if (rows.Next())
        {
            _touched.Add(rows.Integer());
        }
    }

    /// <param name="seconds">The seconds to write.</param>
    /// <param name="groups">All living groups of those seconds.</param>
    public void Derive(AccountId account, IReadOnlyCollection<long> seconds, IReadOnlyList<MeasureGroup> groups)
    {
        var empty = new HashSet<long>(seconds);
        foreach (var moment in Moment.From(groups))
        {
            // The latest modified stand first.
            var readings = moment.Groups.Select(group => (Group: group, Pressure: BloodPressures.Of(group))).Where(reading => reading.Pressure is not null).ToList();
            if (readings is [({ } group, { } pressure), ..])
            {
                empty.Remove(moment.At.ToUnixTimeSeconds());
                Write(account, group, pressure with { HeartRate = readings.Select(reading => reading.Pressure!.HeartRate).FirstOrDefault(rate => rate is not null) });
            }
        }

        foreach (var second in empty)
        {
            database.Prepare(_delete).Text(account.Value).Integer(second).RunSoon();
        }
    }

    private void Write(AccountId account, MeasureGroup group, BloodPressure pressure) => database.Prepare(_upsert)
        .Text(Guid.CreateVersion7(time.GetUtcNow()).ToString()).Text(account.Value).Date(DayOf(group)).Instant(group.MeasuredAt)
        .Real((double)pressure.Systolic.Value).Real((double)pressure.Diastolic.Value).Real((double?)pressure.HeartRate?.Value)
        .Text(group.GroupId.ToString(CultureInfo.InvariantCulture)).RunSoon();

    /// <summary>The person's day: in the zone the group was taken in; in UTC when it names none that is known.</summary>
    private static DateOnly DayOf(MeasureGroup group)
    {
        var zone = group.TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var known) ? known : TimeZoneInfo.Utc;
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(group.MeasuredAt, zone).DateTime);
    }
}
