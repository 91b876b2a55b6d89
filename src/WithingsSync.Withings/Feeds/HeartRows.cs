using WithingsSync.Health;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>Rows of heart list (withings-api.md §7.1).</summary>
internal static class HeartRows
{
    public static HealthRecord Read(JsonRow row)
    {
        var recordedAt = row.Required(row.Moment("timestamp"), "timestamp");
        var ecg = row.Object("ecg");
        var pressure = row.Object("bloodpressure");
        var stetho = row.Object("stetho");
        var rate = HeartRates.Take(row);
        return new HeartRecording(recordedAt)
        {
            DeviceId = row.Text("deviceid"),
            EcgSignalId = ecg?.Int64("signalid"),
            AtrialFibrillation = ecg?.Int32("afib"),
            Systolic = pressure?.Number("systole") is { } systole ? new(systole) : null,
            Diastolic = pressure?.Number("diastole") is { } diastole ? new(diastole) : null,
            HeartRate = rate.Value is { } beats ? new(beats) : null,
            StethoSignalId = stetho?.Int64("signalid"),
            ValvularHeartDisease = stetho?.Int32("vhd"),
            ModelId = row.Int32("model"),
            ModifiedAt = row.Moment("modified"),
            TimeZone = row.Text("timezone"),
            Metrics = row.Rest(("ecg", ecg), ("bloodpressure", pressure), ("stetho", stetho), ("heart_rate", rate.Row)),
        };
    }
}

/// <summary>A heart rate is a number in one version of the documentation and an object in the next (withings-api.md §7.2).</summary>
internal static class HeartRates
{
    /// <summary>The rate, and the object it stood in with whatever else that holds.</summary>
    public static (decimal? Value, JsonRow? Row) Take(JsonRow row) =>
        row.Number("heart_rate") is { } plain ? (plain, null) : row.Object("heart_rate") is { } inner ? (inner.Number("value"), inner) : (null, null);
}
