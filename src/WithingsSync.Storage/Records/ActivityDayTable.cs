using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Storage.Records;

/// <summary>Daily totals, by their date.</summary>
internal sealed class ActivityDayTable(Database database) : RowTable<ActivityDay>(database, Feed.Activity)
{
    private const string Insert = """
        insert into activity_days (account_id, date, modified_at, time_zone, device_id, hash_device_id, model_id, model, brand, is_tracker, metrics)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

        """;

    private const string Select = """
        select date, modified_at, time_zone, device_id, hash_device_id, model_id, model, brand, is_tracker, metrics
        from activity_days

        """;

    protected override string AddSql => Insert + "on conflict do nothing";

    protected override string ReplaceSql => Insert + """
        on conflict (account_id, date) do update set
            modified_at = excluded.modified_at, time_zone = excluded.time_zone, device_id = excluded.device_id,
            hash_device_id = excluded.hash_device_id, model_id = excluded.model_id, model = excluded.model, brand = excluded.brand,
            is_tracker = excluded.is_tracker, metrics = excluded.metrics
        where excluded.modified_at is null or activity_days.modified_at is null or activity_days.modified_at <= excluded.modified_at
        """;

    protected override string FindSql => Select + "where account_id = $1 and date = $2";

    protected override string ReadSql => Select + "where account_id = $1 and date between $2 and $3 order by date";

    protected override string SummarySql => "select count(*), min(date), max(date) from activity_days where account_id = $1";

    protected override void Bind(Statement statement, ActivityDay record) => statement
        .Date(record.Date).Instant(record.ModifiedAt).Text(record.TimeZone).Text(record.DeviceId).Text(record.HashDeviceId)
        .Integer(record.ModelId).Text(record.Model).Integer(record.Brand).Flag(record.IsTracker).Metrics(record.Metrics);

    protected override void BindKey(Statement statement, ActivityDay record) => statement.Date(record.Date);

    protected override object KeyOf(ActivityDay record) => record.Date;

    protected override ActivityDay Map(Rows rows) => new(rows.Date(), Metrics.None)
    {
        ModifiedAt = rows.OptionalInstant(),
        TimeZone = rows.OptionalText(),
        DeviceId = rows.OptionalText(),
        HashDeviceId = rows.OptionalText(),
        ModelId = rows.OptionalInt(),
        Model = rows.OptionalText(),
        Brand = rows.OptionalInt(),
        IsTracker = rows.OptionalFlag(),
        Metrics = rows.Metrics(),
    };

    protected override DateTimeOffset? ModifiedAt(ActivityDay record) => record.ModifiedAt;

    protected override void BindWindow(Statement statement, DateTimeOffset from, DateTimeOffset to) => statement.UtcDates(from, to);

    protected override KindSummary Summary(Rows rows) => rows.DateSummary(Feed);
}
