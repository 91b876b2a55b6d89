using WithingsSync.Destinations.Tables;
using WithingsSync.Health;

namespace WithingsSync.Destinations.Export;

/// <summary>ECG and stethoscope recordings and their signals (withings-api.md §7).</summary>
internal static class HeartTables
{
    public static readonly Table<HeartRecording> Heart = new("heart", RecordKind.HeartRecording,
    [
        new("recorded_at", heart => Cell.Of(heart.RecordedAt), "timestamp"),
        new("device_id", heart => Cell.Of(heart.DeviceId), "deviceid"),
        new("model_id", heart => Cell.Of(heart.ModelId), "model"),
        new("ecg_signal_id", heart => Cell.Of(heart.EcgSignalId), "ecg.signalid"),
        new("atrial_fibrillation", heart => Cell.Of(heart.AtrialFibrillation), "ecg.afib"),
        new("systolic_mmhg", heart => Cell.Of(heart.Systolic?.Value), "bloodpressure.systole"),
        new("diastolic_mmhg", heart => Cell.Of(heart.Diastolic?.Value), "bloodpressure.diastole"),
        new("heart_rate_bpm", heart => Cell.Of(heart.HeartRate?.Value), "heart_rate"),
        new("stetho_signal_id", heart => Cell.Of(heart.StethoSignalId), "stetho.signalid"),
        new("valvular_heart_disease", heart => Cell.Of(heart.ValvularHeartDisease), "stetho.vhd"),
        new("modified_at", heart => Cell.Of(heart.ModifiedAt), "modified"),
        new("time_zone", heart => Cell.Of(heart.TimeZone), "timezone"),
    ],
    (window, token) => window.ReadAsync<HeartRecording>(token),
    heart => heart.Metrics);

    public static readonly Table<StethoRecording> Stetho = new("stetho", RecordKind.StethoRecording,
    [
        new("signal_id", stetho => Cell.Of(stetho.SignalId), "signalid"),
        new("recorded_at", stetho => Cell.Of(stetho.RecordedAt), "timestamp"),
        new("hash_device_id", stetho => Cell.Of(stetho.HashDeviceId), "hash_deviceid"),
        new("valvular_heart_disease", stetho => Cell.Of(stetho.ValvularHeartDisease), "vhd"),
        new("time_zone", stetho => Cell.Of(stetho.TimeZone), "timezone"),
    ],
    (window, token) => window.ReadAsync<StethoRecording>(token),
    stetho => stetho.Metrics);

    /// <summary>One row for each signal; its samples are an array in JSON and one cell of numbers with blanks between in CSV.</summary>
    public static readonly Table<RecordedSignal> Signals = new("signals", RecordKind.Signal,
    [
        new("signal_kind", signal => Cell.Of(signal.Kind == SignalKind.Ecg ? "ecg" : "stetho")),
        new("signal_id", signal => Cell.Of(signal.SignalId)),
        new("frequency_hz", signal => Cell.Of(signal.Frequency), "sampling_frequency or frequency"),
        new("sample_count", signal => Cell.Of(signal.Samples.Count)),
        new("samples", signal => Cell.Of(signal.Samples), "signal"),
    ],
    (window, token) => window.ReadAsync<RecordedSignal>(token),
    signal => signal.Metrics);
}
