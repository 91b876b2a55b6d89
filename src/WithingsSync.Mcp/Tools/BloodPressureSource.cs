using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Tools;

internal sealed class BloodPressureSource() : FigureSource<BloodPressureAnswer>(
    new("systolic_mmhg", "mmHg", line => line.SystolicMmhg),
    new("diastolic_mmhg", "mmHg", line => line.DiastolicMmhg),
    new("heart_rate_bpm", "beats per minute", line => line.HeartRateBpm))
{
    public static readonly BloodPressureSource Instance = new();

    public override IReadOnlyList<Feed> Feeds => [Feed.Measures];

    public override string WhenEmpty => "No blood pressure was measured in this range. It comes from a Withings blood pressure monitor (BPM).";

    public override async Task<IReadOnlyList<BloodPressureAnswer>> ReadAsync(IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken)
    {
        var groups = await store.ReadAsync<MeasureGroup>(account, range.From, range.To, cancellationToken);
        return [.. BloodPressures.From(Moment.From(groups)).Select(reading => From(reading, range.Zone))];
    }

    public override DateTimeOffset At(BloodPressureAnswer line) => line.MeasuredAt;

    public override bool IsSure(BloodPressureAnswer line) => line.IsUncertain is not true;

    public override BloodPressureAnswer WithoutIdentifiers(BloodPressureAnswer line) => line with { Device = null };

    private static BloodPressureAnswer From(BloodPressure reading, TimeZoneInfo zone) =>
        new(TimeZoneInfo.ConvertTime(reading.MeasuredAt, zone), reading.Systolic.Value, reading.Diastolic.Value, reading.HeartRate is { Value: > 0 } pulse ? pulse.Value : null, Readings.IsUncertain(reading.Attribution), Readings.IsManual(reading.Attribution), reading.Model);
}
