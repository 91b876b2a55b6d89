namespace WithingsSync.Mcp.Answers;

/// <summary>One figure of a line: what a period is summed up by.</summary>
/// <param name="Name">As it stands in the answer, with the unit in it.</param>
/// <param name="Of">Null where it was not measured.</param>
/// <param name="IsTotal">Whether its sum over a period means something.</param>
internal sealed record Figure<T>(string Name, string Unit, Func<T, decimal?> Of, bool IsTotal = false);
