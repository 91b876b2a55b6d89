namespace WithingsSync.Mcp;

/// <summary>One entry of the access log: which client read which range of what, when.</summary>
/// <param name="What">The tool's name or the resource's address.</param>
/// <param name="From">The first moment asked for; null where there is no range.</param>
/// <param name="To">The last.</param>
/// <param name="Count">How many records or summaries were answered.</param>
public sealed record ReadNote(string What, DateTimeOffset? From, DateTimeOffset? To, int Count);
