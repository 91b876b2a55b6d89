namespace WithingsSync.Mcp.Resources;

/// <summary>The measure numbers that are known.</summary>
public sealed record CatalogueAnswer(IReadOnlyList<MeasureTypeAnswer> Measures);
