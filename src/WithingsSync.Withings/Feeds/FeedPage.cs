using System.Text.Json;
using WithingsSync.Health;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>What one answer held.</summary>
/// <param name="More">There are further pages; only then does <paramref name="Offset"/> mean anything (withings-api.md §0.7).</param>
internal readonly record struct FeedPage(IReadOnlyList<HealthRecord> Records, bool More = false, long? Offset = null)
{
    /// <summary>Takes the paging fields from a body.</summary>
    public static FeedPage Of(IReadOnlyList<HealthRecord> records, JsonElement body)
    {
        var row = new JsonRow(body, "the body");
        return new(records, row.Flag("more") ?? false, row.Int64("offset"));
    }
}
