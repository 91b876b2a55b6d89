using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Tools;

internal sealed class BloodPressureSource : ListSource<BloodPressureAnswer>
{
    public static readonly BloodPressureSource Instance = new();

    public override IReadOnlyList<Feed> Feeds => [Feed.Measures];

    public override IReadOnlyDictionary<string, string> Units { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["systolic_mmhg"] = "mmHg",
        ["diastolic_mmhg"] = "mmHg",
        ["heart_rate_bpm"] = "beats per minute",
    };

    public override string WhenEmpty => "No blood pressure was measured in this range. It comes from a Withings blood pressure monitor (BPM).";

    public override async Task<IReadOnlyList<BloodPressureAnswer>> ReadAsync(IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken)
    {
        var groups = await store.ReadAsync<MeasureGroup>(account, range.From, range.To, cancellationToken);
        return [.. BloodPressures.From(Moment.From(groups)).Select(reading => From(reading, range.Zone))];
    }

    public override DateTimeOffset At(BloodPressureAnswer line) => line.MeasuredAt;

    public override IEnumerable<(string Name, decimal Value)> Figures(BloodPressureAnswer line)
    {
        yield return ("systolic_mmhg", line.SystolicMmhg);
        yield return ("diastolic_mmhg", line.DiastolicMmhg);
        if (line.HeartRateBpm is { } rate)
        {
            yield return ("heart_rate_bpm", rate);
        }
    }

    public override bool IsSure(BloodPressureAnswer line) => line.IsUncertain is not true;

    public override BloodPressureAnswer WithoutIdentifiers(BloodPressureAnswer line) => line with { Device = null };

    private static BloodPressureAnswer From(BloodPressure reading, TimeZoneInfo zone) =>
        new(TimeZoneInfo.ConvertTime(reading.MeasuredAt, zone), reading.Systolic.Value, reading.Diastolic.Value, reading.HeartRate is { Value: > 0 } pulse ? pulse.Value : null, Readings.IsUncertain(reading.Attribution), Readings.IsManual(reading.Attribution), reading.Model);
}
