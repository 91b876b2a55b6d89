using System.Text.Json.Nodes;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Resources;

/// <summary>One kind of data in a document: the same lines that its tool answers with.</summary>
internal abstract class Section(string name, IReadOnlyList<Feed> feeds)
{
    public string Name => name;

    public IReadOnlyList<Feed> Feeds => feeds;

    public static Section Of<T>(string name, ListSource<T> source) => new Section<T>(name, source);

    /// <summary>The lines of a range, or what they come to for a client that may see no more; null when there are none.</summary>
    public abstract Task<JsonNode?> ReadAsync(IRecordStore store, AccountId account, AskedRange range, Privacy privacy, CancellationToken cancellationToken);

    /// <summary>The newest line of a range; null when there is none.</summary>
    public abstract Task<JsonNode?> NewestAsync(IRecordStore store, AccountId account, AskedRange range, Privacy privacy, CancellationToken cancellationToken);
}

internal sealed class Section<T>(string name, ListSource<T> source) : Section(name, source.Feeds)
{
    public override async Task<JsonNode?> ReadAsync(IRecordStore store, AccountId account, AskedRange range, Privacy privacy, CancellationToken cancellationToken)
    {
        var lines = await source.ReadAsync(store, account, range, cancellationToken);
        if (lines.Count == 0)
        {
            return null;
        }

        return privacy == Privacy.Summaries ? Summed(lines) : Document.Node(Shown(lines, privacy));
    }

    public override async Task<JsonNode?> NewestAsync(IRecordStore store, AccountId account, AskedRange range, Privacy privacy, CancellationToken cancellationToken)
    {
        var lines = await source.ReadAsync(store, account, range, cancellationToken);
        return lines.Count == 0 ? null : ((JsonArray)Document.Node(Shown([lines[^1]], privacy)))[0]?.DeepClone();
    }

    private JsonObject Summed(IReadOnlyList<T> lines)
    {
        var sure = lines.Where(source.IsSure).ToList();
        var summed = new JsonObject { ["count"] = sure.Count, ["figures"] = Document.Node(Periods.Figures(sure, source)) };
        if (AnswerNotes.Unsure(source, lines) is { } unsure)
        {
            summed["note"] = unsure;
        }

        return summed;
    }

    private IReadOnlyList<T> Shown(IReadOnlyList<T> lines, Privacy privacy) => privacy == Privacy.Full ? lines : [.. lines.Select(source.WithoutIdentifiers)];
}
