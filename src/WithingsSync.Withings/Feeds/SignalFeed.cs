using System.Text.Json;
using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>One recorded curve (withings-api.md §7.2, §7.3). The answer does not repeat which one, so the feed is made for one.</summary>
internal sealed class SignalFeed(PullQuery.Signal signal) : IWithingsFeed
{
    private readonly bool _isEcg = signal.Kind == SignalKind.Ecg;

    public WithingsCall Ask(PullQuery query) => new(_isEcg ? "/v2/heart" : "/v2/stetho", "get", ("signalid", Numbers.Text(signal.SignalId)));

    public FeedPage Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        var row = new JsonRow(JsonElement.ParseValue(ref reader), "the signal");
        int[] samples = [.. row.List("signal").Select(Sample)];
        var rate = HeartRates.Take(row);
        var metrics = new List<Metric>();
        if (rate.Value is { } beats)
        {
            metrics.Add(new("heart_rate", beats, null));
        }

        var frequency = row.Int32(_isEcg ? "sampling_frequency" : "frequency");
        metrics.AddRange(row.Rest(("heart_rate", rate.Row)));
        return new([new RecordedSignal(signal.Kind, signal.SignalId, samples) { Frequency = frequency, Metrics = new(metrics) }]);
    }

    private static int Sample(JsonElement value) =>
        JsonNumbers.TryInt64(value, out var number) && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : throw new UnexpectedShapeException("the signal holds something that is not a whole number");
}
