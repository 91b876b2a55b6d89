namespace WithingsSync.Pipeline.Delivering;

/// <summary>Which readings are delivered without asking (withings-api.md §4.4 for the attributions).</summary>
public sealed record DeliveryPolicy
{
    /// <summary>For attribution 1: a scale that several people use could not tell who stood on it.</summary>
    public Handling Ambiguous { get; init; } = Handling.Hold;

    /// <summary>For attributions 2 and 4: typed in, at account creation too.</summary>
    public Handling Manual { get; init; } = Handling.Deliver;

    public Handling Of(Reading reading) => reading.Attribution switch
    {
        1 => Ambiguous,
        2 or 4 => Manual,
        _ => Handling.Deliver,
    };
}
