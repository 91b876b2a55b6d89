using WithingsSync.Storage.Reads;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>A person's access log, the newest entry first.</summary>
internal sealed record ReadsAnswer(IReadOnlyList<ReadAnswer> Reads);

/// <summary>Which client read what, and when.</summary>
internal sealed record ReadAnswer(DateTimeOffset ReadAt, string Client, string What, DateTimeOffset? From, DateTimeOffset? To, int Count)
{
    public static ReadAnswer Of(ToolRead read) => new(read.ReadAt, read.Client, read.What, read.From, read.To, read.Count);
}
