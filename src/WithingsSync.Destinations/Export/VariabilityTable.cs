using System.Runtime.CompilerServices;
using WithingsSync.Destinations.Tables;
using WithingsSync.Health;

namespace WithingsSync.Destinations.Export;

/// <summary>
/// Heart-rate variability, gathered from the moments of a day (<c>rmssd</c>, <c>sdnn1</c>: withings-api.md §5.2) and from the curves of sleep
/// (<c>rmssd</c>, <c>sdnn_1</c>: §6.1, where 0 means that there was no value). The raw values stand in the tables they come from.
/// </summary>
internal static class VariabilityTable
{
    public static readonly Table<VariabilitySample> HeartRateVariability = new("heart_rate_variability", RecordKind.HeartRateVariability,
    [
        new("at", sample => Cell.Of(sample.At)),
        new("rmssd_ms", sample => Cell.Of(sample.Rmssd)),
        new("sdnn_ms", sample => Cell.Of(sample.Sdnn)),
        new("hrv_quality", sample => Cell.Of(sample.Quality)),
        new("source", sample => Cell.Of(sample.Source)),
        new("device_id", sample => Cell.Of(sample.Device)),
        new("model", sample => Cell.Of(sample.Model)),
    ],
    SamplesAsync);

    private static async IAsyncEnumerable<VariabilitySample> SamplesAsync(ArchiveWindow window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var moment in window.ReadDenseAsync<IntradaySample>(cancellationToken))
        {
            var sample = new VariabilitySample(moment.At, "intraday", moment.DeviceId, moment.Model)
            {
                Rmssd = moment.Metrics.Number("rmssd"),
                Sdnn = moment.Metrics.Number("sdnn1"),
                Quality = moment.Metrics.Number("hrv_quality"),
            };
            if (sample.HasValue)
            {
                yield return sample;
            }
        }

        await foreach (var segment in window.ReadDenseAsync<SleepSegment>(cancellationToken))
        {
            foreach (var sample in Samples(segment))
            {
                yield return sample;
            }
        }
    }

    private static IEnumerable<VariabilitySample> Samples(SleepSegment segment)
    {
        var rmssd = Curve(segment, "rmssd");
        var sdnn = Curve(segment, "sdnn_1");
        var quality = Curve(segment, "hrv_quality");
        foreach (var at in rmssd.Keys.Union(sdnn.Keys).Order())
        {
            var sample = new VariabilitySample(DateTimeOffset.FromUnixTimeSeconds(at), "sleep", segment.HashDeviceId, segment.Model)
            {
                Rmssd = Measured(rmssd, at),
                Sdnn = Measured(sdnn, at),
                Quality = Measured(quality, at),
            };
            if (sample.HasValue)
            {
                yield return sample;
            }
        }
    }

    private static Dictionary<long, decimal> Curve(SleepSegment segment, string name)
    {
        var values = new Dictionary<long, decimal>();
        foreach (var curve in segment.Curves)
        {
            for (var i = 0; curve.Name == name && i < curve.Times.Count; i++)
            {
                values[curve.Times[i]] = curve.Values[i];
            }
        }

        return values;
    }

    private static decimal? Measured(Dictionary<long, decimal> curve, long at) => curve.TryGetValue(at, out var value) && value != 0 ? value : null;
}
