using System.Runtime.CompilerServices;
using WithingsSync.Destinations.Tables;
using WithingsSync.Health;
using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Destinations.Export;

/// <summary>Nights, their stages, and the curves of the stages, one row for each moment (withings-api.md §6).</summary>
internal static class SleepTables
{
    public static readonly Table<SleepNight> Nights = new("nights", RecordKind.SleepNight,
    [
        new("night_id", night => Cell.Of(night.NightId), "id"),
        new("started_at", night => Cell.Of(night.StartedAt), "startdate"),
        new("ended_at", night => Cell.Of(night.EndedAt), "enddate"),
        new("date", night => Cell.Of(night.Date), "date"),
        new("created_at", night => Cell.Of(night.CreatedAt), "created"),
        new("modified_at", night => Cell.Of(night.ModifiedAt), "modified"),
        new("time_zone", night => Cell.Of(night.TimeZone), "timezone"),
        new("source_model", night => Cell.Of(night.SourceModel), "model"),
        new("model_id", night => Cell.Of(night.ModelId), "model_id"),
        new("hash_device_id", night => Cell.Of(night.HashDeviceId), "hash_deviceid"),
        new("completed", night => Cell.Of(night.Completed), "completed"),
    ],
    (window, token) => window.ReadAsync<SleepNight>(token),
    night => night.Metrics);

    public static readonly Table<SleepSegment> Segments = new("sleep_segments", RecordKind.SleepTrace,
    [
        new("started_at", segment => Cell.Of(segment.StartedAt), "startdate"),
        new("ended_at", segment => Cell.Of(segment.EndedAt), "enddate"),
        new("state", segment => Cell.Of(segment.State), "state"),
        new("state_name", segment => Cell.Of(SleepStates.Name(segment.State))),
        new("hash_device_id", segment => Cell.Of(segment.HashDeviceId), "hash_deviceid"),
        new("model_id", segment => Cell.Of(segment.ModelId), "model_id"),
        new("model", segment => Cell.Of(segment.Model), "model"),
    ],
    (window, token) => window.ReadDenseAsync<SleepSegment>(token),
    segment => segment.Metrics);

    public static readonly Table<SleepCurveRow> Curves = new("sleep_curves", RecordKind.SleepTrace,
    [
        new("at", row => Cell.Of(DateTimeOffset.FromUnixTimeSeconds(row.At))),
        new("segment_started_at", row => Cell.Of(row.Segment.StartedAt)),
        new("hash_device_id", row => Cell.Of(row.Segment.HashDeviceId)),
    ],
    CurvesAsync,
    row => row.Values);

    private static async IAsyncEnumerable<SleepCurveRow> CurvesAsync(ArchiveWindow window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var segment in window.ReadDenseAsync<SleepSegment>(cancellationToken))
        {
            foreach (var row in SleepCurveRow.Of(segment))
            {
                yield return row;
            }
        }
    }
}
