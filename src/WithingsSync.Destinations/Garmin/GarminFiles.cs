using WithingsSync.Fit;
using WithingsSync.Fit.Messages;
using WithingsSync.Health;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Garmin;

/// <summary>Readings as the FIT files Garmin takes. The same readings make the same bytes, so that Garmin knows a file again.</summary>
internal static class GarminFiles
{
    /// <summary>Of Garmin's own scale in a recording: 26.84 kg of 47.1 kg (garmin-trainerroad-fit.md §2.5).</summary>
    private const decimal SkeletalShare = 0.57m;

    /// <param name="madeAt">When the file says it was made.</param>
    public static EncodedFit Weights(IReadOnlyList<Reading> batch, GarminMuscleMass muscle, DateTimeOffset madeAt) =>
        FitWriter.Weight([.. batch.SelectMany(reading => RecordToFit.Weights([reading.Weighing!], []).Select(message => With(message, reading.Weighing!, muscle)))], Options(madeAt));

    public static EncodedFit BloodPressures(IReadOnlyList<Reading> batch, DateTimeOffset madeAt) =>
        FitWriter.BloodPressure(RecordToFit.BloodPressures([.. batch.Select(reading => reading.BloodPressure!)], []), Options(madeAt));

    /// <summary>Why FIT cannot hold a reading; null when it can.</summary>
    public static string? RefusalOf(Reading reading)
    {
        var leftOut = new List<LeftOut>();
        var fits = reading switch
        {
            { Weighing: { } weighing } => RecordToFit.Weights([weighing], leftOut).Count,
            { BloodPressure: { } pressure } => RecordToFit.BloodPressures([pressure], leftOut).Count,
            _ => 0,
        };
        return fits > 0 ? null : leftOut.FirstOrDefault()?.Reason ?? "nothing in it";
    }

    private static WeightScaleMessage With(WeightScaleMessage message, Weighing weighing, GarminMuscleMass muscle) => message with
    {
        MuscleMass = muscle switch
        {
            GarminMuscleMass.Measured => message.MuscleMass,
            GarminMuscleMass.Skeletal => SkeletalShare * (weighing.FatFreeMass?.Value ?? (weighing.Weight.Value - weighing.FatMass?.Value) ?? (weighing.Weight.Value * (100 - weighing.FatRatio?.Value) / 100)),
            _ => null,
        },

        // Decimals here broke an API of Garmin's.
        VisceralFatRating = Whole(message.VisceralFatRating),
        MetabolicAge = Whole(message.MetabolicAge),
    };

    private static decimal? Whole(decimal? number) => number is { } value ? decimal.Round(value, MidpointRounding.AwayFromZero) : null;

    private static FitFileOptions Options(DateTimeOffset madeAt) => new() { TimeCreated = madeAt };
}
