using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Storage.Records;

/// <summary>Summaries of nights and naps, by the source's id.</summary>
internal sealed class SleepNightTable(Database database) : RowTable<SleepNight>(database, Feed.Nights)
{
    private const string Insert = """
        insert into sleep_nights (account_id, night_id, started_at, ended_at, date, created_at, modified_at, time_zone, source_model, model_id, hash_device_id, completed, metrics)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

        """;

    private const string Select = """
        select night_id, started_at, ended_at, date, created_at, modified_at, time_zone, source_model, model_id, hash_device_id, completed, metrics
        from sleep_nights

        """;

    protected override string AddSql => Insert + "on conflict do nothing";

    protected override string ReplaceSql => Insert + """
        on conflict (account_id, night_id) do update set
            started_at = excluded.started_at, ended_at = excluded.ended_at, date = excluded.date, created_at = excluded.created_at,
            modified_at = excluded.modified_at, time_zone = excluded.time_zone, source_model = excluded.source_model,
            model_id = excluded.model_id, hash_device_id = excluded.hash_device_id, completed = excluded.completed,
            metrics = excluded.metrics
        where excluded.modified_at is null or sleep_nights.modified_at is null or sleep_nights.modified_at <= excluded.modified_at
        """;

    protected override string FindSql => Select + "where account_id = $1 and night_id = $2";

    protected override string ReadSql => Select + "where account_id = $1 and date between $2 and $3 order by date, started_at, night_id";

    protected override string SummarySql => "select count(*), min(date), max(date) from sleep_nights where account_id = $1";

    /// <summary>
    /// Whole nights only: a source asked for the local days of a window does not answer with the night that crosses its edge, and that one is not deleted.
    /// </summary>
    protected override string IdsSql => "select night_id from sleep_nights where account_id = $1 and started_at >= $2 and ended_at <= $3";

    protected override string ForgetSql => "delete from sleep_nights where account_id = $1 and night_id = $2";

    protected override void Bind(Statement statement, SleepNight record) => statement
        .Integer(record.NightId).Instant(record.StartedAt).Instant(record.EndedAt).Date(record.Date).Instant(record.CreatedAt).Instant(record.ModifiedAt)
        .Text(record.TimeZone).Integer(record.SourceModel).Integer(record.ModelId).Text(record.HashDeviceId).Flag(record.Completed).Metrics(record.Metrics);

    protected override void BindKey(Statement statement, SleepNight record) => statement.Integer(record.NightId);

    protected override object KeyOf(SleepNight record) => record.NightId;

    protected override SleepNight Map(Rows rows) => new(rows.Integer(), rows.Instant(), rows.Instant(), rows.Date(), Metrics.None)
    {
        CreatedAt = rows.OptionalInstant(),
        ModifiedAt = rows.OptionalInstant(),
        TimeZone = rows.OptionalText(),
        SourceModel = rows.OptionalInt(),
        ModelId = rows.OptionalInt(),
        HashDeviceId = rows.OptionalText(),
        Completed = rows.OptionalFlag(),
        Metrics = rows.Metrics(),
    };

    protected override DateTimeOffset? ModifiedAt(SleepNight record) => record.ModifiedAt;

    protected override void BindWindow(Statement statement, DateTimeOffset from, DateTimeOffset to) => statement.UtcDates(from, to);

    protected override KindSummary Summary(Rows rows) => rows.DateSummary(Feed);
}
