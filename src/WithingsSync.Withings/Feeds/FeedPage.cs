using System.Text.Json;
using WithingsSync.Health;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>What one answer held.</summary>
/// <param name="More">There are further pages; only then does <paramref name="Offset"/> mean anything (withings-api.md §0.7).</param>
/// <param name="IsListed">The answer held a list, if an empty one; an answer without any has said nothing.</param>
internal readonly record struct FeedPage(IReadOnlyList<HealthRecord> Records, bool More = false, long? Offset = null, bool IsListed = true)
{
    /// <summary>Takes the paging fields from a body.</summary>
    public static FeedPage Of(IReadOnlyList<HealthRecord> records, JsonElement body, bool isListed = true)
    {
        var row = new JsonRow(body, "the body");
        return new(records, row.Flag("more") ?? false, row.Int64("offset"), isListed);
    }
}
