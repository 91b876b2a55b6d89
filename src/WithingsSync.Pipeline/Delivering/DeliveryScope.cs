namespace WithingsSync.Pipeline.Delivering;

/// <summary>Which readings a run is about, and what the person wants done with the doubtful ones.</summary>
/// <param name="Since">From when on readings go there.</param>
/// <param name="Order">What the run wants.</param>
/// <param name="Reviews">The person's word on single readings.</param>
public sealed record DeliveryScope(DateTimeOffset Since, DeliveryOrder Order, IReadOnlyDictionary<ReadingId, Review> Reviews)
{
    public bool IsWindow => Order.Window is not null;

    /// <summary>Only about what the person wants looked at again.</summary>
    public bool IsRetry => Order.Retry is not null;

    /// <summary>Measured in the window asked for; without one, measured or arrived since the beginning.</summary>
    public bool Includes(Reading reading) => Covers(reading.Id) && (IsWindow || reading.Id.MeasuredAt >= Since || reading.ArrivedAt >= Since);

    /// <summary>Whether its second lies in the window, when there is one.</summary>
    public bool Covers(ReadingId id) => Order.Window is not { } window || (id.MeasuredAt >= window.From && id.MeasuredAt <= window.To);

    public bool IsLate(Reading reading) => !IsWindow && reading.Id.MeasuredAt < Since;

    public bool IsRetried(Delivery? row) => row is not null && Order.Retry is { } retry && retry(row);

    public Review? ReviewOf(ReadingId id) => Reviews.GetValueOrDefault(id);

    /// <summary>A person's word counts before the setting.</summary>
    public Handling HandlingOf(Reading reading) => ReviewOf(reading.Id) is { } review ? review.IsAccepted ? Handling.Deliver : Handling.Skip : Order.Policy.Of(reading);

    public static string WhoseOf(Reading reading) => reading.Attribution == 1 ? "perhaps another person's" : "typed in by hand";
}
