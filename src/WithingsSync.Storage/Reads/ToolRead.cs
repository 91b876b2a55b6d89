namespace WithingsSync.Storage.Reads;

/// <summary>One entry of the access log.</summary>
/// <param name="ReadAt">To the second.</param>
/// <param name="Client">Who read, as the person named it.</param>
/// <param name="What">A tool's name or a resource's address.</param>
/// <param name="From">The first moment that was asked for; null where there is no range.</param>
/// <param name="To">The last.</param>
/// <param name="Count">How many records or summaries were answered.</param>
/// <param name="Program">What the program that read calls itself; null where it does not say, and in a personal archive, where that is the client's name.</param>
public sealed record ToolRead(DateTimeOffset ReadAt, string Client, string What, DateTimeOffset? From, DateTimeOffset? To, int Count, string? Program = null)
{
    /// <summary>Who read what of a person can be looked up for so long.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(400);
}
