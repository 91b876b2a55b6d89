namespace WithingsSync.Pipeline.Delivering;

/// <summary>Compares what a destination shows with what was measured, allowing for the rounding on the way (a FIT file keeps hundredths; some tools send tenths).</summary>
internal static class Agreements
{
    private const decimal OwnRounding = 0.011m;
    private const decimal ForeignRounding = 0.051m;
    private const decimal WholeNumber = 0.5m;

    /// <summary>What a destination shows of the composition whenever it was given it.</summary>
    private static readonly string[] Composition = [Figures.Fat, Figures.Water, Figures.Bone];

    public static Agreement Of(Figures shown, Figures wanted)
    {
        if (wanted[Figures.Weight] is { } weight)
        {
            return !Near(shown[Figures.Weight], weight, ForeignRounding) ? Agreement.None
                : Near(shown[Figures.Weight], weight, OwnRounding) && Composition.All(name => wanted[name] is not { } figure || Near(shown[name], figure, ForeignRounding)) ? Agreement.Full
                : Agreement.Partly;
        }

        var isSamePressure = Near(shown[Figures.Systolic], wanted[Figures.Systolic], WholeNumber) && Near(shown[Figures.Diastolic], wanted[Figures.Diastolic], WholeNumber);
        return !isSamePressure ? Agreement.None
            : wanted[Figures.Pulse] is not { } pulse || Near(shown[Figures.Pulse], pulse, WholeNumber) ? Agreement.Full
            : Agreement.Partly;
    }

    private static bool Near(decimal? shown, decimal? wanted, decimal tolerance) => shown is { } one && wanted is { } other && Math.Abs(one - other) <= tolerance;
}
