using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Tools;

/// <summary>What scales measure, one line for each moment; a pulse wave velocity of its own moment is a line too.</summary>
internal sealed class MeasurementsSource : ListSource<MeasurementAnswer>
{
    private const int ExtracellularWater = 168;
    private const int IntracellularWater = 169;
    private const int VascularAge = 155;

    private static readonly (string Name, string Unit, Func<MeasurementAnswer, decimal?> Value)[] All =
    [
        ("weight_kg", "kg", line => line.WeightKg),
        ("body_mass_index_kg_per_m2", "kg/m²", line => line.BodyMassIndexKgPerM2),
        ("fat_ratio_percent", "%", line => line.FatRatioPercent),
        ("fat_mass_kg", "kg", line => line.FatMassKg),
        ("fat_free_mass_kg", "kg", line => line.FatFreeMassKg),
        ("muscle_mass_kg", "kg", line => line.MuscleMassKg),
        ("bone_mass_kg", "kg", line => line.BoneMassKg),
        ("hydration_kg", "kg", line => line.HydrationKg),
        ("hydration_percent", "% of the weight", line => line.HydrationPercent),
        ("extracellular_water_kg", "kg", line => line.ExtracellularWaterKg),
        ("intracellular_water_kg", "kg", line => line.IntracellularWaterKg),
        ("visceral_fat_index", "none", line => line.VisceralFatIndex),
        ("basal_metabolic_rate_kcal_per_day", "kcal/day", line => line.BasalMetabolicRateKcalPerDay),
        ("metabolic_age_years", "years", line => line.MetabolicAgeYears),
        ("pulse_wave_velocity_m_per_s", "m/s", line => line.PulseWaveVelocityMPerS),
        ("vascular_age_years", "years", line => line.VascularAgeYears),
        ("heart_rate_bpm", "beats per minute", line => line.HeartRateBpm),
    ];

    // Below what it is made from: these are set in the order in which they stand.
    public static readonly MeasurementsSource Instance = new();

    public override IReadOnlyList<Feed> Feeds => [Feed.Measures];

    public override IReadOnlyDictionary<string, string> Units { get; } = All.ToDictionary(one => one.Name, one => one.Unit, StringComparer.Ordinal);

    public override string WhenEmpty => "Nobody stood on a scale in this range. Weight comes from a Withings scale or is typed in; body composition needs a scale that measures it.";

    public override async Task<IReadOnlyList<MeasurementAnswer>> ReadAsync(IRecordStore store, AccountId account, AskedRange range, CancellationToken cancellationToken)
    {
        var groups = await store.ReadAsync<MeasureGroup>(account, range.From, range.To, cancellationToken);
        var heights = new Heights(await store.ReadGroupsWithAsync(account, MeasureType.Height, cancellationToken));
        var lines = new List<MeasurementAnswer>();
        foreach (var moment in Moment.From(groups))
        {
            var line = From(moment, heights, range.Zone);
            if (Figures(line).Any(figure => figure.Name != "heart_rate_bpm"))
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    public override DateTimeOffset At(MeasurementAnswer line) => line.MeasuredAt;

    public override IEnumerable<(string Name, decimal Value)> Figures(MeasurementAnswer line)
    {
        foreach (var (name, _, value) in All)
        {
            if (value(line) is { } number)
            {
                yield return (name, number);
            }
        }
    }

    public override bool IsSure(MeasurementAnswer line) => line.IsUncertain is not true;

    public override MeasurementAnswer WithoutIdentifiers(MeasurementAnswer line) => line with { Device = null };

    private static MeasurementAnswer From(Moment moment, Heights heights, TimeZoneInfo zone)
    {
        decimal? Find(int type) => Readings.Positive(moment.Find(type));

        var weighing = Weighings.From(moment, heights);
        var attribution = weighing?.Attribution ?? moment.Groups[0].Attribution;
        return new(
            Readings.In(moment.At, zone),
            Find(MeasureType.Weight),
            weighing?.BodyMassIndex is { } index ? Math.Round(index.Value, 4) : null,
            Find(MeasureType.FatRatio),
            Find(MeasureType.FatMass),
            Find(MeasureType.FatFreeMass),
            Find(MeasureType.MuscleMass),
            Find(MeasureType.BoneMass),
            Find(MeasureType.Hydration),
            weighing is { Hydration.Value: > 0, HydrationRatio: { } water } ? Math.Round(water.Value, 4) : null,
            Find(ExtracellularWater),
            Find(IntracellularWater),
            Find(MeasureType.VisceralFat),
            Find(MeasureType.BasalMetabolicRate),
            Find(MeasureType.MetabolicAge),
            Find(MeasureType.PulseWaveVelocity),
            Find(VascularAge),
            Find(MeasureType.HeartPulse),
            Readings.IsUncertain(attribution),
            Readings.IsManual(attribution),
            weighing?.Model ?? Readings.Device(moment.Groups));
    }
}
