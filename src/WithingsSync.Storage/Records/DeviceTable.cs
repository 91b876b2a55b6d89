using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Storage.Records;

/// <summary>Things that measure, by their id.</summary>
internal sealed class DeviceTable(Database database) : RowTable<Device>(database, Feed.Devices)
{
    private const string Insert = """
        insert into devices (account_id, device_id, type, model, model_id, battery, hash_device_id, time_zone, first_session_at, last_session_at, metrics)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

        """;

    private const string Select = """
        select device_id, type, model, model_id, battery, hash_device_id, time_zone, first_session_at, last_session_at, metrics
        from devices

        """;

    protected override string AddSql => Insert + "on conflict do nothing";

    protected override string ReplaceSql => Insert + """
        on conflict (account_id, device_id) do update set
            type = excluded.type, model = excluded.model, model_id = excluded.model_id, battery = excluded.battery,
            hash_device_id = excluded.hash_device_id, time_zone = excluded.time_zone, first_session_at = excluded.first_session_at,
            last_session_at = excluded.last_session_at, metrics = excluded.metrics
        """;

    protected override string FindSql => Select + "where account_id = $1 and device_id = $2";

    protected override string ReadSql => Select + "where account_id = $1 order by device_id";

    protected override string SummarySql => "select count(*), null, null from devices where account_id = $1";

    protected override void Bind(Statement statement, Device record) => statement
        .Text(record.DeviceId).Text(record.Type).Text(record.Model).Integer(record.ModelId).Text(record.Battery).Text(record.HashDeviceId).Text(record.TimeZone)
        .Instant(record.FirstSessionAt).Instant(record.LastSessionAt).Metrics(record.Metrics);

    protected override void BindKey(Statement statement, Device record) => statement.Text(record.DeviceId);

    protected override object KeyOf(Device record) => record.DeviceId;

    protected override Device Map(Rows rows) => new(rows.Text())
    {
        Type = rows.OptionalText(),
        Model = rows.OptionalText(),
        ModelId = rows.OptionalInt(),
        Battery = rows.OptionalText(),
        HashDeviceId = rows.OptionalText(),
        TimeZone = rows.OptionalText(),
        FirstSessionAt = rows.OptionalInstant(),
        LastSessionAt = rows.OptionalInstant(),
        Metrics = rows.Metrics(),
    };

    protected override void BindWindow(Statement statement, DateTimeOffset from, DateTimeOffset to)
    {
        // A device is there or not, at no moment.
    }
}
