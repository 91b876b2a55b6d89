using ModelContextProtocol;

namespace WithingsSync.Mcp.Asking;

/// <summary>One call of a tool that answers with a list, as the client put it.</summary>
/// <param name="Tool">The tool's name: a cursor is good for one tool only.</param>
/// <param name="Resolution"><c>each</c>, <c>day</c>, <c>week</c> or <c>month</c>; null for the tool's own.</param>
/// <param name="Limit">1 to <see cref="MostLines"/>; null for <see cref="UsualLines"/>.</param>
public sealed record Query(string Tool, AskedDay Start, AskedDay? End, string? Resolution, int? Limit, string? Cursor, IProgress<ProgressNotificationValue>? Progress)
{
    public const int UsualLines = 500;
    public const int MostLines = 2_000;
}
