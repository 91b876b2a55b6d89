using WithingsSync.Mcp;
using WithingsSync.Storage.Reads;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>A person's access log, the newest entry first.</summary>
internal sealed record ReadsAnswer(IReadOnlyList<ReadAnswer> Reads);

/// <summary>Which client read what, and when.</summary>
/// <param name="Program">What the client calls itself.</param>
internal sealed record ReadAnswer(DateTimeOffset ReadAt, string Client, string? Program, string What, DateTimeOffset? From, DateTimeOffset? To, int Count)
{
    /// <param name="seen">How whoever asks may see it.</param>
    public static ReadAnswer Of(ToolRead read, Func<ReadNote, ReadNote> seen)
    {
        var note = seen(new(read.What, read.From, read.To, read.Count));
        return new(read.ReadAt, read.Client, read.Program, note.What, note.From, note.To, note.Count);
    }
}
