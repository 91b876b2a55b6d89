using System.Text.Json;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>One endpoint: how it is asked, and what its answers mean.</summary>
internal interface IWithingsFeed
{
    /// <exception cref="ArgumentException">The endpoint cannot answer such a query.</exception>
    WithingsCall Ask(PullQuery query);

    /// <inheritdoc cref="BodyReader{T}"/>
    FeedPage Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> source);
}
