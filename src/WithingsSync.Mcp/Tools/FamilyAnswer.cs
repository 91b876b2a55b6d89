namespace WithingsSync.Mcp.Tools;

/// <summary>A family of data.</summary>
/// <param name="Family">As the status names it.</param>
/// <param name="Tools">Which tools read it.</param>
/// <param name="MeasuredBy">Which devices it comes from.</param>
public sealed record FamilyAnswer(string Family, string Description, IReadOnlyList<string> Tools, string MeasuredBy);
