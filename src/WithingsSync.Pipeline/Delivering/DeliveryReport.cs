namespace WithingsSync.Pipeline.Delivering;

/// <summary>What a destination did with the readings.</summary>
/// <param name="Written">What was written, by file or by other name.</param>
/// <param name="LeftOut">Values that did not fit, each named; the rest of their record was delivered.</param>
public sealed record DeliveryReport(IReadOnlyList<Written> Written, IReadOnlyList<LeftOut> LeftOut);

/// <summary>One file, with the number of records in it.</summary>
public sealed record Written(string Path, int Records);

/// <summary>One value that a destination cannot hold, and why.</summary>
public sealed record LeftOut(DateTimeOffset MeasuredAt, string Field, decimal Value, string Reason);
