using System.Text.Json;
using WithingsSync.Mcp.Answers;

namespace WithingsSync.Mcp.Tools;

/// <summary>Sums samples up by so many minutes of the hour: totals of what adds up, means of what does not.</summary>
internal static class IntradayBuckets
{
    public static IReadOnlyList<IntradayAnswer> Of(IEnumerable<IntradayAnswer> samples, int minutes) =>
        [.. samples.GroupBy(sample => StartOf(sample.At, minutes)).Select(group => Sum(group.Key, [.. group]))];

    /// <summary>As the person's clock counts: zones are whole quarters of an hour away from UTC, but not all are whole hours.</summary>
    private static DateTimeOffset StartOf(DateTimeOffset at, int minutes) => new(at.Ticks - (at.Ticks % (minutes * TimeSpan.TicksPerMinute)), at.Offset);

    private static IntradayAnswer Sum(DateTimeOffset at, IntradayAnswer[] samples) => new(at, samples.Length)
    {
        Steps = Total(samples, one => one.Steps),
        DistanceM = Total(samples, one => one.DistanceM),
        ElevationFloors = Total(samples, one => one.ElevationFloors),
        ActiveKcal = Total(samples, one => one.ActiveKcal),
        MovingSeconds = Total(samples, one => one.MovingSeconds),
        Strokes = Total(samples, one => one.Strokes),
        PoolLaps = Total(samples, one => one.PoolLaps),
        HeartRateBpm = Mean(samples, one => one.HeartRateBpm),
        HeartRateMinBpm = samples.Min(one => one.HeartRateBpm),
        HeartRateMaxBpm = samples.Max(one => one.HeartRateBpm),
        Spo2Percent = Mean(samples, one => one.Spo2Percent),
        RmssdMs = Mean(samples, one => one.RmssdMs),
        SdnnMs = Mean(samples, one => one.SdnnMs),
        HrvQuality = Mean(samples, one => one.HrvQuality),
        CoreTemperatureC = Mean(samples, one => one.CoreTemperatureC),
        RespiratoryRatePerMinute = Mean(samples, one => one.RespiratoryRatePerMinute),
        ChestMovementsPerMinute = Mean(samples, one => one.ChestMovementsPerMinute),
        Other = Others(samples),
    };

    private static decimal? Total(IntradayAnswer[] samples, Func<IntradayAnswer, decimal?> of) => samples.Any(one => of(one) is not null) ? samples.Sum(of) : null;

    private static decimal? Mean(IntradayAnswer[] samples, Func<IntradayAnswer, decimal?> of) => samples.Average(of) is { } mean ? Math.Round(mean, 6) : null;

    private static Dictionary<string, JsonElement>? Others(IntradayAnswer[] samples)
    {
        var numbers = samples.SelectMany(one => one.Other ?? new Dictionary<string, JsonElement>()).Where(one => one.Value.ValueKind == JsonValueKind.Number).ToLookup(one => one.Key, one => one.Value.GetDecimal());
        return numbers.Count == 0 ? null : numbers.ToDictionary(
            one => one.Key, one => JsonSerializer.SerializeToElement(Math.Round(one.Average(), 6), AnswerTypes.Default.Decimal), StringComparer.Ordinal);
    }
}
