using WithingsSync.Health;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Measures;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Tools;

/// <summary>What scales measure, one line for each moment; a pulse wave velocity of its own moment is a line too.</summary>
internal sealed class MeasurementsSource() : FigureSource<MeasurementAnswer>(
    new("weight_kg", "kg", line => line.WeightKg),
    new("body_mass_index_kg_per_m2", "kg/m²", line => line.BodyMassIndexKgPerM2),
    new("fat_ratio_percent", "%", line => line.FatRatioPercent),
    new("fat_mass_kg", "kg", line => line.FatMassKg),
    new("fat_free_mass_kg", "kg", line => line.FatFreeMassKg),
    new("muscle_mass_kg", "kg", line => line.MuscleMassKg),
    new("bone_mass_kg", "kg", line => line.BoneMassKg),
    new("hydration_kg", "kg", line => line.HydrationKg),
    new("hydration_percent", "% of the weight", line => line.HydrationPercent),
    new("extracellular_water_kg", "kg", line => line.ExtracellularWaterKg),
    new("intracellular_water_kg", "kg", line => line.IntracellularWaterKg),
    new("visceral_fat_index", "none", line => line.VisceralFatIndex),
    new("basal_metabolic_rate_kcal_per_day", "kcal/day", line => line.BasalMetabolicRateKcalPerDay),
    new("metabolic_age_years", "years", line => line.MetabolicAgeYears),
    new("pulse_wave_velocity_m_per_s", "m/s", line => line.PulseWaveVelocityMPerS),
    new("vascular_age_years", "years", line => line.VascularAgeYears),
    new("heart_rate_bpm", "beats per minute", line => line.HeartRateBpm))
{
    private const int ExtracellularWater = 168;
    private const int IntracellularWater = 169;
    private const int VascularAge = 155;

    public static readonly MeasurementsSource Instance = new();

    public override IReadOnlyList<Feed> Feeds => [Feed.Measures];

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
