namespace WithingsSync.Destinations.Export;

/// <summary>Where everything in a window of the archive went: nothing is dropped silently.</summary>
public sealed record CarriedReport(IReadOnlyList<CarriedRow> Rows);
