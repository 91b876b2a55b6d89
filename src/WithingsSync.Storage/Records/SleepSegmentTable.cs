using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage.Records.Days;

namespace WithingsSync.Storage.Records;

/// <summary>
/// Stretches of sleep, by start and device, packed by the day they start on. Nameless columns: start, duration, state, device, model number, model,
/// curves, figures.
/// </summary>
internal sealed class SleepSegmentTable(Database database) : DayTable<SleepSegment>(database, Feed.Sleep)
{
    protected override string FindSql => "select packed from sleep_days where account_id = $1 and day = $2";

    protected override string ReadSql => "select day, packed from sleep_days where account_id = $1 and day between $2 and $3 order by day";

    protected override string WriteSql => """
        insert into sleep_days (account_id, day, segments, first_started_at, last_started_at, packed)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (account_id, day) do update set
            segments = excluded.segments, first_started_at = excluded.first_started_at, last_started_at = excluded.last_started_at, packed = excluded.packed
        """;

    protected override string DeleteSql => "delete from sleep_days where account_id = $1 and day = $2";

    protected override string SummarySql => "select coalesce(sum(segments), 0), min(first_started_at), max(last_started_at) from sleep_days where account_id = $1";

    protected override bool ShowsDeletions => true;

    protected override DayKey Key(SleepSegment record) => DayKey.Of(record.StartedAt, record.HashDeviceId);

    /// <summary>A start is the seconds since the end before, where a night's next segment begins; a duration is in seconds.</summary>
    protected override void Pack(DayWriter day, List<SleepSegment> records)
    {
        var (start, duration, state) = (day.Column(), day.Column(), day.Column());
        var (device, modelId, model) = (day.Column(), day.Column(), day.Column());
        var (curves, figures) = (new CurveColumns.Writer(day), new FigureColumns.Writer(day));
        var lastEnd = 0L;
        foreach (var record in records)
        {
            var (from, to) = (record.StartedAt.ToUnixTimeSeconds(), record.EndedAt.ToUnixTimeSeconds());
            start.Integer(from - lastEnd);
            duration.Integer(to - from);
            state.Integer(record.State);
            device.Text(record.HashDeviceId);
            modelId.Optional(record.ModelId);
            model.Text(record.Model);
            curves.Write(record.Curves, record.StartedAt);
            figures.Write(record.Metrics);
            lastEnd = to;
        }
    }

    protected override Func<SleepSegment> Unpack(DayReader day)
    {
        var (start, duration, state) = (day.Column(), day.Column(), day.Column());
        var (device, modelId, model) = (day.Column(), day.Column(), day.Column());
        var (curves, figures) = (new CurveColumns.Reader(day), new FigureColumns.Reader(day));
        var lastEnd = 0L;
        return () =>
        {
            var from = DateTimeOffset.FromUnixTimeSeconds(lastEnd + start.Integer());
            var to = from.AddSeconds(duration.Integer());
            lastEnd = to.ToUnixTimeSeconds();
            return new(from, to, checked((int)state.Integer()), curves.Read(from))
            {
                HashDeviceId = device.Text(),
                ModelId = modelId.Optional(),
                Model = model.Text(),
                Metrics = figures.Read(),
            };
        };
    }
}
