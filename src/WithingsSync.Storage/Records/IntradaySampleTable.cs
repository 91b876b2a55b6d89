using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage.Sqlite;

namespace WithingsSync.Storage.Records;

/// <summary>What trackers noticed, by moment and device.</summary>
internal sealed class IntradaySampleTable(Database database) : RecordTable<IntradaySample>(database, Feed.Intraday)
{
    private const string Insert = """
        insert into intraday_samples (account_id, at, device_id, model_id, model, metrics)
        values ($1, $2, $3, $4, $5, $6)

        """;

    private const string Select = """
        select at, device_id, model_id, model, metrics
        from intraday_samples

        """;

    protected override string AddSql => Insert + "on conflict do nothing";

    protected override string ReplaceSql => Insert + """
        on conflict (account_id, at, device_id) do update set
            model_id = excluded.model_id, model = excluded.model, metrics = excluded.metrics
        """;

    protected override string FindSql => Select + "where account_id = $1 and at = $2 and device_id = $3";

    protected override string ReadSql => Select + "where account_id = $1 and at between $2 and $3 order by at, device_id";

    protected override string SummarySql => "select count(*), min(at), max(at) from intraday_samples where account_id = $1";

    protected override void Bind(Statement statement, IntradaySample record) => statement
        .Instant(record.At).Name(record.DeviceId).Integer(record.ModelId).Text(record.Model).Metrics(record.Metrics);

    protected override void BindKey(Statement statement, IntradaySample record) => statement.Instant(record.At).Name(record.DeviceId);

    protected override object KeyOf(IntradaySample record) => (record.At, record.DeviceId);

    protected override IntradaySample Map(Rows rows) => new(rows.Instant(), Metrics.None)
    {
        DeviceId = rows.Name(),
        ModelId = rows.OptionalInt(),
        Model = rows.OptionalText(),
        Metrics = rows.Metrics(),
    };
}
