using System.Globalization;
using System.Text.Json;
using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>The stretches of a night with their curves (withings-api.md §6.1). They arrive in any order and leave sorted.</summary>
internal sealed class SleepFeed : IWithingsFeed
{
    private const string DataFields = "hr,rr,snoring,sdnn_1,rmssd,hrv_quality,mvt_score,chest_movement_rate,withings_index,breathing_sounds";

    public WithingsCall Ask(PullQuery query) => new("/v2/sleep", "get", [.. Windows.OneDay(query), ("data_fields", DataFields)]);

    public FeedPage Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        var body = JsonElement.ParseValue(ref reader);
        if (!body.TryGetProperty("series", out var series) || series.IsEmpty())
        {
            return FeedPage.Of([], body);
        }

        // 16 tracker, 32 sleep monitor: said once for the whole answer.
        var sourceModel = new JsonRow(body, "the body").Int32("model");
        var segments = Rows(series).Select(row => Segment(new(row, "an entry of series"), sourceModel)).OrderBy(segment => segment.StartedAt);
        return FeedPage.Of([.. segments], body);
    }

    /// <summary>A list in every recording; the documentation says object, which may be one segment or many by name.</summary>
    private static IEnumerable<JsonElement> Rows(JsonElement series) => series.ValueKind switch
    {
        JsonValueKind.Array => series.EnumerateArray(),
        JsonValueKind.Object when series.TryGetProperty("startdate"u8, out _) => [series],
        JsonValueKind.Object => series.EnumerateObject().Select(entry => entry.Value),
        _ => throw new UnexpectedShapeException("series is neither an object nor a list"),
    };

    private static SleepSegment Segment(JsonRow row, int? bodyModel)
    {
        var start = row.Required(row.Moment("startdate"), "startdate");
        var end = row.Required(row.Moment("enddate"), "enddate");
        var state = row.Required(row.Int32("state"), "state");
        var curves = row.TakeWhere(IsCurve).Select(Curve).Where(curve => curve.Times.Count > 0).ToList();
        var segment = new SleepSegment(start, end, state, curves)
        {
            HashDeviceId = row.Text("hash_deviceid"),
            ModelId = row.Int32("model_id"),
            Model = row.Text("model"),
        };
        var rest = row.Rest();
        return segment with { Metrics = bodyModel is { } model ? new([.. rest, new("body_model", model, null)]) : rest };
    }

    /// <summary>Values by Unix seconds; <c>[]</c> is a curve without any.</summary>
    private static bool IsCurve(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.EnumerateObject().All(sample =>
            TrySeconds(sample, out _) && (sample.Value.ValueKind == JsonValueKind.Null || JsonNumbers.TryDecimal(sample.Value, out _))),
        _ => false,
    };

    private static SampleSeries Curve(JsonProperty field)
    {
        var samples = new SortedDictionary<long, decimal>();
        if (field.Value.ValueKind == JsonValueKind.Object)
        {
            foreach (var sample in field.Value.EnumerateObject())
            {
                if (TrySeconds(sample, out var seconds) && JsonNumbers.TryDecimal(sample.Value, out var value))
                {
                    samples[seconds] = value;
                }
            }
        }

        return new(field.Name, [.. samples.Keys], [.. samples.Values]);
    }

    private static bool TrySeconds(JsonProperty sample, out long seconds) =>
        long.TryParse(sample.Name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out seconds) && Moments.TryFrom(seconds, out _);
}
