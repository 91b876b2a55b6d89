using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Tools;

/// <summary>The samples of trackers, each, or summed up by so many minutes.</summary>
internal sealed class IntradaySource : FigureSource<IntradayAnswer>
{
    public static readonly IntradaySource EachSample = new("each", null);

    private static readonly Dictionary<string, IntradaySource> ByMinutes = new IntradaySource[] { new("minute", 1), new("5m", 5), new("15m", 15), new("hour", 60) }
        .ToDictionary(source => source.EachName, StringComparer.Ordinal);

    private readonly int? _minutes;

    private IntradaySource(string name, int? minutes)
        : base(
            new("steps", "steps", line => line.Steps, IsTotal: true),
            new("distance_m", "metres", line => line.DistanceM, IsTotal: true),
            new("elevation_floors", "floors climbed", line => line.ElevationFloors, IsTotal: true),
            new("active_kcal", "kilocalories", line => line.ActiveKcal, IsTotal: true),
            new("moving_seconds", "seconds", line => line.MovingSeconds, IsTotal: true),
            new("strokes", "strokes", line => line.Strokes, IsTotal: true),
            new("pool_laps", "laps", line => line.PoolLaps, IsTotal: true),
            new("heart_rate_bpm", "beats per minute", line => line.HeartRateBpm),
            new("spo2_percent", "percent", line => line.Spo2Percent),
            new("rmssd_ms", "milliseconds", line => line.RmssdMs),
            new("sdnn_ms", "milliseconds", line => line.SdnnMs),
            new("hrv_quality", "0 to 100", line => line.HrvQuality),
            new("core_temperature_c", "degrees Celsius", line => line.CoreTemperatureC),
            new("respiratory_rate_per_minute", "breaths per minute", line => line.RespiratoryRatePerMinute),
            new("chest_movements_per_minute", "events per minute", line => line.ChestMovementsPerMinute))
    {
        EachName = name;
        _minutes = minutes;
    }

    public override IReadOnlyList<Feed> Feeds => [Feed.Activity, Feed.Intraday];

    public override int? MostDays => 31;

    public override string EachName { get; }

    public override string WhenEmpty => "No moment of these days was noted. Samples come from a Withings watch or tracker; a phone gives daily totals only (withings_get_activity).";

    /// <summary>That of a resolution in minutes; null for the others.</summary>
    public static IntradaySource? Find(string? resolution) => resolution is not null && ByMinutes.TryGetValue(resolution, out var source) ? source : null;

    public override async Task<IReadOnlyList<IntradayAnswer>> ReadAsync(IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken)
    {
        var samples = await store.ReadAsync<IntradaySample>(account, range.From, range.To, cancellationToken);
        var lines = samples.Select(sample => From(sample, range.Zone));
        return _minutes is { } minutes ? IntradayBuckets.Of(lines, minutes) : [.. lines];
    }

    public override DateTimeOffset At(IntradayAnswer line) => line.At;

    public override IntradayAnswer WithoutIdentifiers(IntradayAnswer line) => line with { Device = null, Other = MetricReader.WithoutIdentifiers(line.Other) };

    public override IEnumerable<string> NotesOn(IReadOnlyList<IntradayAnswer> lines)
    {
        if (lines.Count > 0 && lines.All(line => line.Spo2Percent is null && line.RmssdMs is null))
        {
            yield return "No sample has automatic SpO2 or heart rate variability: they need a watch that measures them and an application's plan that includes them.";
        }
    }

    private static IntradayAnswer From(IntradaySample sample, TimeZoneInfo zone)
    {
        var figures = new MetricReader(sample.Metrics);
        var rate = figures.Positive("heart_rate");
        return new(TimeZoneInfo.ConvertTime(sample.At, zone), 1)
        {
            Steps = figures.Number("steps"),
            DistanceM = figures.Number("distance"),
            ElevationFloors = figures.Number("elevation"),
            ActiveKcal = figures.Number("calories"),
            MovingSeconds = figures.Number("duration"),
            Strokes = figures.Number("stroke"),
            PoolLaps = figures.Number("pool_lap"),
            HeartRateBpm = rate,
            Spo2Percent = figures.Positive("spo2_auto"),
            RmssdMs = figures.Positive("rmssd"),
            SdnnMs = figures.Positive("sdnn1"),
            HrvQuality = figures.Number("hrv_quality"),
            CoreTemperatureC = figures.Positive("core_body_temperature"),
            RespiratoryRatePerMinute = figures.Positive("rr"),
            ChestMovementsPerMinute = figures.Positive("chest_movement_rate"),
            Device = sample.Model,
            Other = figures.Others(),
        };
    }
}
