using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Tools;

internal sealed class OxygenSource() : FigureSource<OxygenAnswer>(
    new Figure<OxygenAnswer>("oxygen_saturation_percent", "%", line => line.OxygenSaturationPercent))
{
    public static readonly OxygenSource Instance = new();

    public override IReadOnlyList<Feed> Feeds => [Feed.Measures];

    public override string WhenEmpty => "No blood oxygen saturation was measured on purpose in this range. It comes from a ScanWatch or another Withings oximeter.";

    public override IEnumerable<string> Notes => ["What a watch measures by itself stands as spo2_percent in withings_get_intraday."];

    public override async Task<IReadOnlyList<OxygenAnswer>> ReadAsync(IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken)
    {
        var groups = await store.ReadAsync<MeasureGroup>(account, range.From, range.To, cancellationToken);
        return [.. Moment.From(groups).Select(moment => From(moment, range.Zone)).OfType<OxygenAnswer>()];
    }

    public override DateTimeOffset At(OxygenAnswer line) => line.MeasuredAt;

    public override bool IsSure(OxygenAnswer line) => line.IsUncertain is not true;

    public override OxygenAnswer WithoutIdentifiers(OxygenAnswer line) => line with { Device = null };

    private static OxygenAnswer? From(Moment moment, TimeZoneInfo zone) =>
        moment.GroupWith(MeasureType.OxygenSaturation) is { } group && Readings.Positive(moment.Find(MeasureType.OxygenSaturation)) is { } saturation
            ? new(Readings.In(moment.At, zone), saturation, Readings.IsUncertain(group.Attribution), Readings.IsManual(group.Attribution), group.Model)
            : null;
}
