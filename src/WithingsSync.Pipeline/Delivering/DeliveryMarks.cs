namespace WithingsSync.Pipeline.Delivering;

/// <summary>From when on readings go to a destination, and how far it has confirmed them.</summary>
/// <param name="Since">What was measured or arrived at the source earlier is delivered only when asked for.</param>
/// <param name="Mark">Everything from <paramref name="Since"/> up to here is settled there.</param>
public sealed record DeliveryMarks(DateTimeOffset Since, DateTimeOffset Mark);
