using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Storage.Records;

/// <summary>Stethoscope recordings, by their signal.</summary>
internal sealed class StethoRecordingTable(Database database) : RowTable<StethoRecording>(database, Feed.Stetho)
{
    private const string Insert = """
        insert into stetho_recordings (account_id, signal_id, recorded_at, hash_device_id, valvular_heart_disease, time_zone, metrics)
        values ($1, $2, $3, $4, $5, $6, $7)

        """;

    private const string Select = """
        select signal_id, recorded_at, hash_device_id, valvular_heart_disease, time_zone, metrics
        from stetho_recordings

        """;

    protected override string AddSql => Insert + "on conflict do nothing";

    protected override string ReplaceSql => Insert + """
        on conflict (account_id, signal_id) do update set
            recorded_at = excluded.recorded_at, hash_device_id = excluded.hash_device_id,
            valvular_heart_disease = excluded.valvular_heart_disease, time_zone = excluded.time_zone, metrics = excluded.metrics
        """;

    protected override string FindSql => Select + "where account_id = $1 and signal_id = $2";

    protected override string ReadSql => Select + "where account_id = $1 and recorded_at between $2 and $3 order by recorded_at, signal_id";

    protected override string SummarySql => "select count(*), min(recorded_at), max(recorded_at) from stetho_recordings where account_id = $1";

    protected override void Bind(Statement statement, StethoRecording record) => statement
        .Integer(record.SignalId).Instant(record.RecordedAt).Text(record.HashDeviceId).Integer(record.ValvularHeartDisease).Text(record.TimeZone).Metrics(record.Metrics);

    protected override void BindKey(Statement statement, StethoRecording record) => statement.Integer(record.SignalId);

    protected override object KeyOf(StethoRecording record) => record.SignalId;

    protected override StethoRecording Map(Rows rows) => new(rows.Integer(), rows.Instant())
    {
        HashDeviceId = rows.OptionalText(),
        ValvularHeartDisease = rows.OptionalInt(),
        TimeZone = rows.OptionalText(),
        Metrics = rows.Metrics(),
    };
}
