using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Storage.Records;

/// <summary>ECG recordings, by moment and device.</summary>
internal sealed class HeartRecordingTable(Database database) : RowTable<HeartRecording>(database, Feed.Heart)
{
    private const string Insert = """
        insert into heart_recordings (account_id, recorded_at, device_id, ecg_signal_id, atrial_fibrillation, systolic, diastolic, heart_rate, stetho_signal_id, valvular_heart_disease, model_id,
            modified_at, time_zone, metrics)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)

        """;

    private const string Select = """
        select recorded_at, device_id, ecg_signal_id, atrial_fibrillation, systolic, diastolic, heart_rate, stetho_signal_id, valvular_heart_disease, model_id,
            modified_at, time_zone, metrics
        from heart_recordings

        """;

    protected override string AddSql => Insert + "on conflict do nothing";

    protected override string ReplaceSql => Insert + """
        on conflict (account_id, recorded_at, device_id) do update set
            ecg_signal_id = excluded.ecg_signal_id, atrial_fibrillation = excluded.atrial_fibrillation, systolic = excluded.systolic,
            diastolic = excluded.diastolic, heart_rate = excluded.heart_rate, stetho_signal_id = excluded.stetho_signal_id,
            valvular_heart_disease = excluded.valvular_heart_disease, model_id = excluded.model_id, modified_at = excluded.modified_at,
            time_zone = excluded.time_zone, metrics = excluded.metrics
        where excluded.modified_at is null or heart_recordings.modified_at is null or heart_recordings.modified_at <= excluded.modified_at
        """;

    protected override string FindSql => Select + "where account_id = $1 and recorded_at = $2 and device_id = $3";

    protected override string ReadSql => Select + "where account_id = $1 and recorded_at between $2 and $3 order by recorded_at, device_id";

    protected override string SummarySql => "select count(*), min(recorded_at), max(recorded_at) from heart_recordings where account_id = $1";

    protected override void Bind(Statement statement, HeartRecording record) => statement
        .Instant(record.RecordedAt).Name(record.DeviceId).Integer(record.EcgSignalId).Integer(record.AtrialFibrillation)
        .Number(record.Systolic?.Value).Number(record.Diastolic?.Value).Number(record.HeartRate?.Value).Integer(record.StethoSignalId)
        .Integer(record.ValvularHeartDisease).Integer(record.ModelId).Instant(record.ModifiedAt).Text(record.TimeZone).Metrics(record.Metrics);

    protected override void BindKey(Statement statement, HeartRecording record) => statement.Instant(record.RecordedAt).Name(record.DeviceId);

    protected override object KeyOf(HeartRecording record) => (record.RecordedAt, record.DeviceId);

    protected override HeartRecording Map(Rows rows) => new(rows.Instant())
    {
        DeviceId = rows.Name(),
        EcgSignalId = rows.OptionalInteger(),
        AtrialFibrillation = rows.OptionalInt(),
        Systolic = rows.OptionalNumber() is { } systolic ? new(systolic) : null,
        Diastolic = rows.OptionalNumber() is { } diastolic ? new(diastolic) : null,
        HeartRate = rows.OptionalNumber() is { } heartRate ? new(heartRate) : null,
        StethoSignalId = rows.OptionalInteger(),
        ValvularHeartDisease = rows.OptionalInt(),
        ModelId = rows.OptionalInt(),
        ModifiedAt = rows.OptionalInstant(),
        TimeZone = rows.OptionalText(),
        Metrics = rows.Metrics(),
    };

    protected override DateTimeOffset? ModifiedAt(HeartRecording record) => record.ModifiedAt;
}
