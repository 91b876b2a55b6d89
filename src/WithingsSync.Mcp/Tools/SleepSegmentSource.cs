using System.Text.Json;
using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Tools;

internal sealed class SleepSegmentSource : ListSource<SleepSegmentAnswer>
{
    private static readonly string[] States = ["awake", "light", "deep", "rem", "manual", "unspecified", "out_of_bed"];

    public static readonly SleepSegmentSource Instance = new();

    public override IReadOnlyList<Feed> Feeds => [Feed.Nights, Feed.Sleep];

    public override IReadOnlyDictionary<string, string> Units { get; } = SleepCurves.Units
        .Append(("duration_seconds", "seconds")).Concat(States.Select(state => ($"{state}_seconds", "seconds")))
        .ToDictionary(one => one.Item1, one => one.Item2, StringComparer.Ordinal);

    public override IReadOnlySet<string> Totals { get; } = SleepCurves.Totals.Append("duration_seconds").Concat(States.Select(state => $"{state}_seconds")).ToHashSet(StringComparer.Ordinal);

    public override int? MostDays => 31;

    public override string EachName => "segment";

    public override string DayName => "night";

    public override string WhenEmpty =>
        "No sleep with its stages ended in this range. It comes from a Withings sleep mat (Sleep Analyzer, Aura) or a watch worn at night.";

    public override async Task<IReadOnlyList<SleepSegmentAnswer>> ReadAsync(IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken)
    {
        var segments = await SleepNights.ReadAsync(store, account, range, cancellationToken);
        return [.. segments.Select(one => From(one.Segment, one.Date, range.Zone))];
    }

    public override DateTimeOffset At(SleepSegmentAnswer line) => line.StartedAt;

    public override DateOnly DayOf(SleepSegmentAnswer line, TimeZoneInfo zone) => line.Date;

    /// <summary>Seconds in each state, and every sample: a night's mean heart rate is the mean of its minutes, not of its stretches.</summary>
    public override IEnumerable<(string Name, decimal Value)> Figures(SleepSegmentAnswer line) =>
        line.Samples.SelectMany(curve => SleepCurves.Of(curve).Select(sample => (SleepCurves.NameOf(curve), sample.Value)))
            .Append(("duration_seconds", line.DurationSeconds)).Append(($"{line.State}_seconds", line.DurationSeconds));

    public override SleepSegmentAnswer WithoutIdentifiers(SleepSegmentAnswer line) => line with { Device = null, Other = MetricReader.WithoutIdentifiers(line.Other) };

    public override IEnumerable<string> NotesOn(IReadOnlyList<SleepSegmentAnswer> lines)
    {
        if (lines.Count > 0 && lines.All(line => line.Curves.Count == 0))
        {
            yield return "These nights have stages but no curves: the device does not measure them, or Withings does not give them with the application's plan.";
        }

        if (lines.Zip(lines.Skip(1)).Any(pair => pair.Second.StartedAt < pair.First.EndedAt))
        {
            yield return "Two devices reported the same time of some night: do not add their seconds up.";
        }
    }

    public override IEnumerable<AnswerLink> Links(IReadOnlyList<SleepSegmentAnswer> lines) =>
        lines.Select(line => line.Date).Distinct().Select(date => new AnswerLink(
            $"withings://night/{date:yyyy-MM-dd}/curves", $"Curves of the night to {date:yyyy-MM-dd}", "Every sample of every curve: heart rate, breathing, snoring, variability, movement."));

    private static SleepSegmentAnswer From(SleepSegment segment, DateOnly date, TimeZoneInfo zone) =>
        new(
            date, TimeZoneInfo.ConvertTime(segment.StartedAt, zone), TimeZoneInfo.ConvertTime(segment.EndedAt, zone), SleepStates.Name(segment.State),
            (long)(segment.EndedAt - segment.StartedAt).TotalSeconds, Summaries(segment))
        {
            Device = segment.Model,
            Other = Others(segment),
            Samples = segment.Curves,
        };

    private static IReadOnlyDictionary<string, JsonElement>? Others(SleepSegment segment)
    {
        var figures = new MetricReader(segment.Metrics);

        // Mat or watch, as the device's name says.
        figures.Number("body_model");
        return figures.Others();
    }

    private static Dictionary<string, FigureAnswer> Summaries(SleepSegment segment)
    {
        var summaries = new Dictionary<string, FigureAnswer>(StringComparer.Ordinal);
        foreach (var curve in segment.Curves)
        {
            var values = SleepCurves.Of(curve).Select(sample => sample.Value).ToList();
            if (values.Count > 0)
            {
                var name = SleepCurves.NameOf(curve);
                summaries[name] = new(values.Count, Math.Round(values.Average(), 6), values.Min(), values.Max(), SleepCurves.Totals.Contains(name) ? values.Sum() : null);
            }
        }

        return summaries;
    }
}
