using WithingsSync.Mcp.Tools;

namespace WithingsSync.Mcp.Resources;

/// <summary>What there is to read.</summary>
public sealed record HealthDataAnswer(IReadOnlyList<FamilyAnswer> Families);
