using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Tools;

internal sealed class TemperatureSource() : FigureSource<TemperatureAnswer>(
    new("temperature_celsius", "°C", line => line.TemperatureCelsius),
    new("body_temperature_celsius", "°C", line => line.BodyTemperatureCelsius),
    new("skin_temperature_celsius", "°C", line => line.SkinTemperatureCelsius))
{
    public static readonly TemperatureSource Instance = new();

    public override IReadOnlyList<Feed> Feeds => [Feed.Measures];

    public override string WhenEmpty => "No temperature was measured in this range. It comes from a Withings thermometer (Thermo), some watches and sleep mats.";

    public override async Task<IReadOnlyList<TemperatureAnswer>> ReadAsync(IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken)
    {
        var groups = await store.ReadAsync<MeasureGroup>(account, range.From, range.To, cancellationToken);
        return [.. Moment.From(groups).Select(moment => From(moment, range.Zone)).OfType<TemperatureAnswer>()];
    }

    public override DateTimeOffset At(TemperatureAnswer line) => line.MeasuredAt;

    public override bool IsSure(TemperatureAnswer line) => line.IsUncertain is not true;

    public override TemperatureAnswer WithoutIdentifiers(TemperatureAnswer line) => line with { Device = null };

    private static TemperatureAnswer? From(Moment moment, TimeZoneInfo zone)
    {
        var group = moment.GroupWith(MeasureType.Temperature) ?? moment.GroupWith(MeasureType.BodyTemperature) ?? moment.GroupWith(MeasureType.SkinTemperature);
        return group is null ? null : new(
            Readings.In(moment.At, zone), moment.Find(MeasureType.Temperature), moment.Find(MeasureType.BodyTemperature), moment.Find(MeasureType.SkinTemperature),
            Readings.IsUncertain(group.Attribution), Readings.IsManual(group.Attribution), group.Model);
    }
}
