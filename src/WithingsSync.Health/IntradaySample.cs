namespace WithingsSync.Health;

/// <summary>
/// What a tracker noticed at one moment of a day; only the figures measured then are present (withings-api.md §5.2):
/// steps, elevation floors, calories kcal, distance m, stroke, pool_lap, duration s, heart_rate bpm, spo2_auto %, rmssd and sdnn1 ms, core_body_temperature °C, rr breaths/min.
/// </summary>
public sealed record IntradaySample(DateTimeOffset At, Metrics Metrics) : HealthRecord
{
    public string? DeviceId { get; init; }

    public int? ModelId { get; init; }

    public string? Model { get; init; }
}
