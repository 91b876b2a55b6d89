using System.Globalization;
using System.Text.Json;
using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>What trackers noticed during a day (withings-api.md §5.2): an object keyed by Unix seconds.</summary>
internal sealed class IntradayFeed : IWithingsFeed
{
    private const string DataFields =
        "steps,elevation,calories,distance,stroke,pool_lap,duration,heart_rate,spo2_auto,rmssd,sdnn1,hrv_quality,core_body_temperature,rr,chest_movement_rate";

    public WithingsCall Ask(PullQuery query) => new("/v2/measure", "getintradayactivity", [.. Windows.OneDay(query), ("data_fields", DataFields)]);

    public FeedPage Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        var body = JsonElement.ParseValue(ref reader);
        if (!body.TryGetProperty("series", out var series) || series.IsEmpty())
        {
            return FeedPage.Of([], body);
        }

        List<HealthRecord> samples = series.ValueKind switch
        {
            JsonValueKind.Object => [.. series.EnumerateObject().Select(Keyed)],
            JsonValueKind.Array => [.. series.EnumerateArray().Select(Listed)],
            _ => throw new UnexpectedShapeException("series is neither an object nor a list"),
        };
        return FeedPage.Of(samples, body);
    }

    private static IntradaySample Keyed(JsonProperty entry) =>
        long.TryParse(entry.Name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && Moments.TryFrom(seconds, out var at)
            ? Sample(new(entry.Value, "an entry of series"), at)
            : throw new UnexpectedShapeException("an entry of series is not named by its moment");

    private static IntradaySample Listed(JsonElement entry)
    {
        var row = new JsonRow(entry, "an entry of series");
        return Sample(row, row.Required(row.Moment("timestamp"), "timestamp"));
    }

    private static IntradaySample Sample(JsonRow row, DateTimeOffset at) => new(at, Metrics.None)
    {
        DeviceId = row.Text("deviceid"),
        ModelId = row.Int32("model_id"),
        Model = row.Text("model"),
        Metrics = row.Rest(),
    };
}
