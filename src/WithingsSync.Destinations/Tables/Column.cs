namespace WithingsSync.Destinations.Tables;

/// <summary>One column of a table of <typeparamref name="T"/>.</summary>
/// <param name="Name">Lower case with underscores, the unit last.</param>
/// <param name="Read">The value in a row.</param>
/// <param name="Source">The field of Withings' answer it comes from; null when it is reckoned or named by us.</param>
internal sealed record Column<T>(string Name, Func<T, Cell> Read, string? Source = null);
