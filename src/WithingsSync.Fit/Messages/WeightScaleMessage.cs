using WithingsSync.Fit.Writing;

namespace WithingsSync.Fit.Messages;

/// <summary>A weighing (FIT profile, message 30). Values are physical ones; FIT keeps masses and percentages in hundredths.</summary>
/// <param name="Timestamp">When it was measured. A record whose time does not fit is left out of the file.</param>
public readonly record struct WeightScaleMessage(DateTimeOffset Timestamp) : ITimedMessage
{
    internal static readonly MessageProfile<WeightScaleMessage> Profile = new(30, "weight_scale",
    [
        new TimeField<WeightScaleMessage>(253, "timestamp", (in m) => m.Timestamp),
        new NumberField<WeightScaleMessage>(0, "weight", BaseType.UInt16, (in m) => m.Weight, scale: 100, unit: "kg", largest: Calculating - 1),
        new NumberField<WeightScaleMessage>(1, "percent_fat", BaseType.UInt16, (in m) => m.PercentFat, scale: 100, unit: "%"),
        new NumberField<WeightScaleMessage>(2, "percent_hydration", BaseType.UInt16, (in m) => m.PercentHydration, scale: 100, unit: "%"),
        new NumberField<WeightScaleMessage>(3, "visceral_fat_mass", BaseType.UInt16, (in m) => m.VisceralFatMass, scale: 100, unit: "kg"),
        new NumberField<WeightScaleMessage>(4, "bone_mass", BaseType.UInt16, (in m) => m.BoneMass, scale: 100, unit: "kg"),
        new NumberField<WeightScaleMessage>(5, "muscle_mass", BaseType.UInt16, (in m) => m.MuscleMass, scale: 100, unit: "kg"),
        new NumberField<WeightScaleMessage>(7, "basal_met", BaseType.UInt16, (in m) => m.BasalMetabolicRate, scale: 4, unit: "kcal/day"),
        new NumberField<WeightScaleMessage>(8, "physique_rating", BaseType.UInt8, (in m) => m.PhysiqueRating, smallest: 1, largest: 9),
        new NumberField<WeightScaleMessage>(9, "active_met", BaseType.UInt16, (in m) => m.ActiveMetabolicRate, scale: 4, unit: "kcal/day"),
        new NumberField<WeightScaleMessage>(10, "metabolic_age", BaseType.UInt8, (in m) => m.MetabolicAge, unit: "years"),
        new NumberField<WeightScaleMessage>(11, "visceral_fat_rating", BaseType.UInt8, (in m) => m.VisceralFatRating, smallest: 1, largest: 59),
        new NumberField<WeightScaleMessage>(12, "user_profile_index", BaseType.UInt16, (in m) => m.UserProfileIndex),
        new NumberField<WeightScaleMessage>(13, "bmi", BaseType.UInt16, (in m) => m.BodyMassIndex, scale: 10, unit: "kg/m^2"),
    ],
    (in m) => m.Timestamp);

    // Profile type weight: this number says "the scale is still calculating".
    private const uint Calculating = 0xFFFE;

    /// <summary>Kilograms, 0 to 655.33.</summary>
    public decimal? Weight { get; init; }

    /// <summary>Per cent of the weight, 0 to 655.34.</summary>
    public decimal? PercentFat { get; init; }

    /// <summary>Per cent of the weight, 0 to 655.34.</summary>
    public decimal? PercentHydration { get; init; }

    /// <summary>Kilograms, 0 to 655.34.</summary>
    public decimal? VisceralFatMass { get; init; }

    /// <summary>Kilograms, 0 to 655.34.</summary>
    public decimal? BoneMass { get; init; }

    /// <summary>Kilograms, 0 to 655.34.</summary>
    public decimal? MuscleMass { get; init; }

    /// <summary>Kilocalories a day at rest, 0 to 16383.5, kept in quarters.</summary>
    public decimal? BasalMetabolicRate { get; init; }

    /// <summary>1 to 9.</summary>
    public decimal? PhysiqueRating { get; init; }

    /// <summary>Kilocalories a day with what the person does, 0 to 16383.5, kept in quarters.</summary>
    public decimal? ActiveMetabolicRate { get; init; }

    /// <summary>Years, 0 to 254.</summary>
    public decimal? MetabolicAge { get; init; }

    /// <summary>1 to 59.</summary>
    public decimal? VisceralFatRating { get; init; }

    /// <summary>The <c>MessageIndex</c> of the person's profile in the same file.</summary>
    public int? UserProfileIndex { get; init; }

    /// <summary>Kilograms per square metre, 0 to 6553.4, kept in tenths. Readers with a profile of 2021 or older do not know it.</summary>
    public decimal? BodyMassIndex { get; init; }
}
