namespace WithingsSync.Simulator.Bodies;

/// <summary>What a scale finds in a body, in grams, so that the parts add up exactly: fat + lean = weight, muscle + bone = lean.</summary>
internal sealed record Composition(long Grams, long FatGrams, long BoneGrams, long WaterGrams)
{
    public long LeanGrams => Grams - FatGrams;

    public long MuscleGrams => LeanGrams - BoneGrams;

    /// <summary>Share of fat in hundredths of a percent.</summary>
    public long FatPermyriad => FatGrams * 10_000 / Grams;

    public static Composition Of(Person person, DateOnly day) => Of(BodyCurve.Kilograms(person, day), BodyCurve.FatShare(person, day));

    /// <summary>Weight to 10 g, so that hundredths of a kilogram are exact.</summary>
    public static Composition Of(double kilograms, double fatShare)
    {
        var grams = (long)Math.Round(kilograms * 100) * 10;
        var fat = (long)Math.Round(grams * fatShare / 10) * 10;
        var bone = (long)Math.Round((grams - fat) * 0.0495 / 10) * 10;
        var water = (long)Math.Round((grams - fat) * 0.712 / 10) * 10;
        return new(grams, fat, bone, water);
    }
}
