using System.Text.Json;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>
/// All measure groups (withings-api.md §4). Asked without a filter on type or category: a filter drops measures inside groups, hides some
/// temperatures and every type invented tomorrow (§4.1).
/// </summary>
internal sealed class MeasureFeed : IWithingsFeed
{
    public WithingsCall Ask(PullQuery query) => new("/measure", "getmeas", [.. Windows.ChangesOrMoments(query)]);

    public FeedPage Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> source) => new MeasurePageReader().Read(ref reader, source);
}
