namespace WithingsSync.Destinations.Export;

/// <summary>How often a column holds something.</summary>
/// <param name="Column">Its name in the export.</param>
/// <param name="Source">The field of Withings' answer it comes from; null when it is reckoned or named by us.</param>
internal sealed record ColumnCount(string Column, string? Source, int Count);
