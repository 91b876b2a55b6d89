namespace WithingsSync.Destinations.Export;

/// <summary>The names of a table's columns.</summary>
/// <param name="Names">All, in order.</param>
/// <param name="Figures">Where the column of each named figure stands.</param>
internal sealed record TableHeader(IReadOnlyList<string> Names, IReadOnlyDictionary<string, int> Figures);
