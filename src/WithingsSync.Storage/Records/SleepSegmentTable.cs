using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage.Sqlite;

namespace WithingsSync.Storage.Records;

/// <summary>Stretches of sleep, by start and device.</summary>
internal sealed class SleepSegmentTable(Database database) : RecordTable<SleepSegment>(database, Feed.Sleep)
{
    private const string Insert = """
        insert into sleep_segments (account_id, started_at, hash_device_id, ended_at, state, model_id, model, curves, metrics)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)

        """;

    private const string Select = """
        select started_at, hash_device_id, ended_at, state, model_id, model, curves, metrics
        from sleep_segments

        """;

    protected override string AddSql => Insert + "on conflict do nothing";

    protected override string ReplaceSql => Insert + """
        on conflict (account_id, started_at, hash_device_id) do update set
            ended_at = excluded.ended_at, state = excluded.state, model_id = excluded.model_id, model = excluded.model,
            curves = excluded.curves, metrics = excluded.metrics
        """;

    protected override string FindSql => Select + "where account_id = $1 and started_at = $2 and hash_device_id = $3";

    protected override string ReadSql => Select + "where account_id = $1 and started_at between $2 and $3 order by started_at, hash_device_id";

    protected override string SummarySql => "select count(*), min(started_at), max(started_at) from sleep_segments where account_id = $1";

    protected override string IdsSql => "select distinct started_at from sleep_segments where account_id = $1 and started_at between $2 and $3";

    protected override string ForgetSql => "delete from sleep_segments where account_id = $1 and started_at = $2";

    protected override void Bind(Statement statement, SleepSegment record) => statement
        .Instant(record.StartedAt).Name(record.HashDeviceId).Instant(record.EndedAt).Integer(record.State).Integer(record.ModelId).Text(record.Model)
        .Curves(record).Metrics(record.Metrics);

    protected override void BindKey(Statement statement, SleepSegment record) => statement.Instant(record.StartedAt).Name(record.HashDeviceId);

    protected override object KeyOf(SleepSegment record) => (record.StartedAt, record.HashDeviceId);

    protected override SleepSegment Map(Rows rows)
    {
        var startedAt = rows.Instant();
        var device = rows.Name();
        return new(startedAt, rows.Instant(), rows.Int(), [])
        {
            HashDeviceId = device,
            ModelId = rows.OptionalInt(),
            Model = rows.OptionalText(),
            Curves = rows.Curves(startedAt),
            Metrics = rows.Metrics(),
        };
    }
}
