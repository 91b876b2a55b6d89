using WithingsSync.Destinations.Tables;
using WithingsSync.Health;
using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Destinations.Export;

/// <summary>Days, moments of days, and workouts. Their figures keep their source's names (withings-api.md §5).</summary>
internal static class ActivityTables
{
    public static readonly Table<ActivityDay> Activity = new("activity", RecordKind.ActivityDay,
    [
        new("date", day => Cell.Of(day.Date), "date"),
        new("modified_at", day => Cell.Of(day.ModifiedAt), "modified"),
        new("time_zone", day => Cell.Of(day.TimeZone), "timezone"),
        new("device_id", day => Cell.Of(day.DeviceId), "deviceid"),
        new("hash_device_id", day => Cell.Of(day.HashDeviceId), "hash_deviceid"),
        new("model_id", day => Cell.Of(day.ModelId), "modelid"),
        new("model", day => Cell.Of(day.Model), "model"),
        new("brand", day => Cell.Of(day.Brand), "brand"),
        new("is_tracker", day => Cell.Of(day.IsTracker), "is_tracker"),
    ],
    (window, token) => window.ReadAsync<ActivityDay>(token),
    day => day.Metrics);

    public static readonly Table<IntradaySample> Intraday = new("intraday", RecordKind.IntradaySample,
    [
        new("at", sample => Cell.Of(sample.At)),
        new("device_id", sample => Cell.Of(sample.DeviceId), "deviceid"),
        new("model_id", sample => Cell.Of(sample.ModelId), "model_id"),
        new("model", sample => Cell.Of(sample.Model), "model"),
    ],
    (window, token) => window.ReadDenseAsync<IntradaySample>(token),
    sample => sample.Metrics);

    public static readonly Table<Workout> Workouts = new("workouts", RecordKind.Workout,
    [
        new("workout_id", workout => Cell.Of(workout.WorkoutId), "id"),
        new("category", workout => Cell.Of(workout.Category), "category"),
        new("sport", workout => Cell.Of(Sports.Name(workout.Category))),
        new("started_at", workout => Cell.Of(workout.StartedAt), "startdate"),
        new("ended_at", workout => Cell.Of(workout.EndedAt), "enddate"),
        new("date", workout => Cell.Of(workout.Date), "date"),
        new("modified_at", workout => Cell.Of(workout.ModifiedAt), "modified"),
        new("attribution", workout => Cell.Of(workout.Attribution), "attrib"),
        new("attribution_name", workout => workout.Attribution is { } attribution ? Cell.Of(AttributionNames.Of(attribution)) : default),
        new("device_id", workout => Cell.Of(workout.DeviceId), "deviceid"),
        new("hash_device_id", workout => Cell.Of(workout.HashDeviceId), "hash_deviceid"),
        new("model_id", workout => Cell.Of(workout.ModelId), "model"),
        new("time_zone", workout => Cell.Of(workout.TimeZone), "timezone"),
    ],
    (window, token) => window.ReadAsync<Workout>(token),
    workout => workout.Metrics);
}
