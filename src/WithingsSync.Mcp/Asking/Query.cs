using ModelContextProtocol;

namespace WithingsSync.Mcp.Asking;

/// <summary>One call of a tool that answers with a list, as the client put it.</summary>
/// <param name="Tool">The tool's name: a cursor is good for one tool only.</param>
/// <param name="Resolution"><c>week</c>, <c>month</c> or one of the source's own words, as <c>each</c> and <c>day</c>; null for single lines.</param>
/// <param name="Limit">1 to <see cref="MostLines"/>; null for <see cref="UsualLines"/>.</param>
public sealed record Query(string Tool, AskedDay Start, AskedDay? End, string? Resolution, int? Limit, string? Cursor, IProgress<ProgressNotificationValue>? Progress)
{
    public const int UsualLines = 500;
    public const int MostLines = 2_000;

    /// <summary>What else decides which lines there are, in a tool's own parameters; empty where it has none.</summary>
    public string Selection { get; init; } = "";
}
