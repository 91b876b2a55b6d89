using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage.Records.Days;

namespace WithingsSync.Storage.Records;

/// <summary>What trackers noticed, by moment and device, packed by day. Nameless columns: moment, device, model number, model, figures.</summary>
internal sealed class IntradaySampleTable(Database database) : DayTable<IntradaySample>(database, Feed.Intraday)
{
    protected override string FindSql => "select packed from intraday_days where account_id = $1 and day = $2";

    protected override string ReadSql => "select day, packed from intraday_days where account_id = $1 and day between $2 and $3 order by day";

    protected override string WriteSql => """
        insert into intraday_days (account_id, day, samples, first_at, last_at, packed)
        values ($1, $2, $3, $4, $5, $6)
        on conflict (account_id, day) do update set
            samples = excluded.samples, first_at = excluded.first_at, last_at = excluded.last_at, packed = excluded.packed
        """;

    protected override string DeleteSql => "delete from intraday_days where account_id = $1 and day = $2";

    protected override string SummarySql => "select coalesce(sum(samples), 0), min(first_at), max(last_at) from intraday_days where account_id = $1";

    protected override bool ShowsDeletions => false;

    protected override DayKey Key(IntradaySample record) => DayKey.Of(record.At, record.DeviceId);

    /// <summary>A moment is the seconds since the one before.</summary>
    protected override void Pack(DayWriter day, List<IntradaySample> records)
    {
        var (at, device, modelId, model, figures) = (day.Column(), day.Column(), day.Column(), day.Column(), new FigureColumns.Writer(day));
        var last = 0L;
        foreach (var record in records)
        {
            var moment = record.At.ToUnixTimeSeconds();
            at.Integer(moment - last);
            device.Text(record.DeviceId);
            modelId.Optional(record.ModelId);
            model.Text(record.Model);
            figures.Write(record.Metrics);
            last = moment;
        }
    }

    protected override Func<IntradaySample> Unpack(DayReader day)
    {
        var (at, device, modelId, model, figures) = (day.Column(), day.Column(), day.Column(), day.Column(), new FigureColumns.Reader(day));
        var last = 0L;
        return () => new(DateTimeOffset.FromUnixTimeSeconds(last += at.Integer()), figures.Read())
        {
            DeviceId = device.Text(),
            ModelId = modelId.Optional(),
            Model = model.Text(),
        };
    }
}
