using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Storage.Records;

/// <summary>Training sessions, by the source's id.</summary>
internal sealed class WorkoutTable(Database database) : RowTable<Workout>(database, Feed.Workouts)
{
    private const string Insert = """
        insert into workouts (account_id, workout_id, category, started_at, ended_at, date, modified_at, attribution, device_id, hash_device_id, model_id, time_zone, metrics)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

        """;

    private const string Select = """
        select workout_id, category, started_at, ended_at, date, modified_at, attribution, device_id, hash_device_id, model_id, time_zone, metrics
        from workouts

        """;

    protected override string AddSql => Insert + "on conflict do nothing";

    protected override string ReplaceSql => Insert + """
        on conflict (account_id, workout_id) do update set
            category = excluded.category, started_at = excluded.started_at, ended_at = excluded.ended_at, date = excluded.date,
            modified_at = excluded.modified_at, attribution = excluded.attribution, device_id = excluded.device_id,
            hash_device_id = excluded.hash_device_id, model_id = excluded.model_id, time_zone = excluded.time_zone,
            metrics = excluded.metrics
        where excluded.modified_at is null or workouts.modified_at is null or workouts.modified_at <= excluded.modified_at
        """;

    protected override string FindSql => Select + "where account_id = $1 and workout_id = $2";

    protected override string ReadSql => Select + "where account_id = $1 and started_at between $2 and $3 order by started_at, workout_id";

    protected override string SummarySql => "select count(*), min(started_at), max(started_at) from workouts where account_id = $1";

    protected override string IdsSql => "select workout_id from workouts where account_id = $1 and started_at between $2 and $3";

    protected override string ForgetSql => "delete from workouts where account_id = $1 and workout_id = $2";

    protected override void Bind(Statement statement, Workout record) => statement
        .Integer(record.WorkoutId).Integer(record.Category).Instant(record.StartedAt).Instant(record.EndedAt).Date(record.Date).Instant(record.ModifiedAt)
        .Integer(record.Attribution).Text(record.DeviceId).Text(record.HashDeviceId).Integer(record.ModelId).Text(record.TimeZone).Metrics(record.Metrics);

    protected override void BindKey(Statement statement, Workout record) => statement.Integer(record.WorkoutId);

    protected override object KeyOf(Workout record) => record.WorkoutId;

    protected override Workout Map(Rows rows) => new(rows.Integer(), rows.Int(), rows.Instant(), rows.Instant(), Metrics.None)
    {
        Date = rows.OptionalDate(),
        ModifiedAt = rows.OptionalInstant(),
        Attribution = rows.OptionalInt(),
        DeviceId = rows.OptionalText(),
        HashDeviceId = rows.OptionalText(),
        ModelId = rows.OptionalInt(),
        TimeZone = rows.OptionalText(),
        Metrics = rows.Metrics(),
    };

    protected override DateTimeOffset? ModifiedAt(Workout record) => record.ModifiedAt;
}
