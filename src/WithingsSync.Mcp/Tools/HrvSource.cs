using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Tools;

/// <summary>Variability from sleep (docs/decisions/0010), and the interval that some lists call by its name.</summary>
internal sealed class HrvSource() : FigureSource<HrvAnswer>(
    new("rmssd_ms", "ms", line => line.RmssdMs),
    new("sdnn_ms", "ms", line => line.SdnnMs),
    new("rmssd_start_ms", "ms", line => line.RmssdStartMs),
    new("rmssd_end_ms", "ms", line => line.RmssdEndMs),
    new("qrs_interval_ms", "ms", line => line.QrsIntervalMs))
{
    private const int QrsInterval = 135;

    public static readonly HrvSource Instance = new();

    /// <summary>A night's value is made from its curves, and a night costs Withings a request.</summary>
    public override int? MostDays => 366;

    public override IReadOnlyList<Feed> Feeds => [Feed.Nights, Feed.Sleep, Feed.Measures];

    public override string WhenEmpty => "No heart rate variability was measured in this range. It comes from nights on a Withings sleep mat or with a ScanWatch 2.";

    public override IEnumerable<string> Notes =>
    [
        "Measure type 135, which the original backend and some lists call HRV, is the QRS interval of an ECG; it is given as qrs_interval_ms and says nothing about variability.",
        "What a watch measures during the day stands as rmssd_ms and sdnn_ms in withings_get_intraday.",
    ];

    public override async Task<IReadOnlyList<HrvAnswer>> ReadAsync(IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken)
    {
        var nights = await store.ReadAsync<SleepNight>(account, AskedRange.Dated(range.FirstDay), AskedRange.Dated(range.LastDay), cancellationToken);
        IReadOnlyList<SleepSegment> segments = nights.Count == 0 ? []
            : await store.ReadAsync<SleepSegment>(account, nights.Min(night => night.StartedAt), nights.Max(night => night.EndedAt), cancellationToken);
        var groups = await store.ReadAsync<MeasureGroup>(account, range.From, range.To, cancellationToken);
        return
        [
            .. nights.Select(night => From(night, segments, range.Zone)).Concat(Moment.From(groups).Select(moment => From(moment, range.Zone)))
                .OfType<HrvAnswer>().OrderBy(line => line.MeasuredAt).ThenBy(line => line.Source, StringComparer.Ordinal),
        ];
    }

    public override DateTimeOffset At(HrvAnswer line) => line.MeasuredAt;

    public override DateOnly DayOf(HrvAnswer line, TimeZoneInfo zone) => line.Date;

    public override HrvAnswer WithoutIdentifiers(HrvAnswer line) => line with { Device = null };

    /// <summary>Null when the night has no value at all: no sensor for it, or not in the plan.</summary>
    private static HrvAnswer? From(SleepNight night, IReadOnlyList<SleepSegment> segments, TimeZoneInfo zone)
    {
        var mine = Of(night, segments);
        var rmssd = Values(mine, "rmssd");
        var sdnn = Values(mine, "sdnn_1");
        var (start, end) = (Readings.Positive(night.Metrics.Number("rmssd_start_avg")), Readings.Positive(night.Metrics.Number("rmssd_end_avg")));
        return rmssd.Count == 0 && sdnn.Count == 0 && start is null && end is null ? null
            : new(Readings.In(night.EndedAt, zone), "sleep", night.Date, Mean(rmssd), Mean(sdnn), rmssd.Count, start, end, null, mine.Select(segment => segment.Model).FirstOrDefault(model => !string.IsNullOrEmpty(model)));
    }

    private static HrvAnswer? From(Moment moment, TimeZoneInfo zone)
    {
        var at = Readings.In(moment.At, zone);
        return moment.GroupWith(QrsInterval) is { } group
            ? new(at, "ecg", DateOnly.FromDateTime(at.DateTime), QrsIntervalMs: moment.Find(QrsInterval), Device: group.Model)
            : null;
    }

    /// <summary>The segments of a night; where watch and mat both report it, those of its own device.</summary>
    private static List<SleepSegment> Of(SleepNight night, IReadOnlyList<SleepSegment> segments) =>
    [
        .. segments.Where(segment => segment.StartedAt >= night.StartedAt && segment.StartedAt < night.EndedAt
            && (segment.HashDeviceId is null || night.HashDeviceId is null || segment.HashDeviceId == night.HashDeviceId)),
    ];

    /// <summary>A 0 means that there is no value.</summary>
    private static List<decimal> Values(List<SleepSegment> segments, string curve) =>
        [.. segments.SelectMany(segment => segment.Curves).Where(one => one.Name == curve).SelectMany(one => one.Values).Where(value => value > 0)];

    private static decimal? Mean(List<decimal> values) => values.Count == 0 ? null : Math.Round(values.Average(), 4);
}
