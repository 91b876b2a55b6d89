using System.Text.Json;
using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>The person's goals (withings-api.md §8.2): an object, or an empty list when there are none.</summary>
internal sealed class GoalsFeed : IWithingsFeed
{
    public WithingsCall Ask(PullQuery query) => new("/v2/user", "getgoals", [.. Windows.All(query)]);

    public FeedPage Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        var body = JsonElement.ParseValue(ref reader);
        if (!body.TryGetProperty("goals", out var goals) || goals.IsEmpty())
        {
            return new([new Goals()]);
        }

        var row = new JsonRow(goals, "goals");
        var weight = row.Object("weight");
        var scaled = weight?.Int64("value") is { } value && weight.Int32("unit") is { } unit ? new ScaledNumber(value, unit) : (ScaledNumber?)null;
        return new([new Goals { Steps = row.Int32("steps"), Sleep = row.Int32("sleep"), Weight = scaled, Metrics = row.Rest(("weight", weight)) }]);
    }
}
