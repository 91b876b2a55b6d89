namespace WithingsSync.Health;

/// <summary>
/// The totals of one day in the person's own zone; re-reckoned many times during the day, so identity is <see cref="Date"/>
/// (withings-api.md §5.1). Figures: steps, distance m, elevation floors, soft/moderate/intense/active s, calories and totalcalories kcal, hr_* bpm, hr_zone_* s.
/// </summary>
public sealed record ActivityDay(DateOnly Date, Metrics Metrics) : HealthRecord
{
    public DateTimeOffset? ModifiedAt { get; init; }

    public string? TimeZone { get; init; }

    /// <summary>Null when the day was imported from a phone or another service.</summary>
    public string? DeviceId { get; init; }

    public string? HashDeviceId { get; init; }

    public int? ModelId { get; init; }

    public string? Model { get; init; }

    /// <summary>1 Withings, 18 external.</summary>
    public int? Brand { get; init; }

    public bool? IsTracker { get; init; }
}
