namespace WithingsSync.Pipeline.Delivering;

/// <summary>Compares what a destination shows with what was measured, allowing for the rounding on the way (a FIT file keeps hundredths; some tools send tenths).</summary>
internal static class Agreements
{
    private const decimal OwnRounding = 0.006m;
    private const decimal ForeignRounding = 0.051m;
    private const decimal WholeNumber = 0.51m;

    /// <summary>What a destination shows of the composition whenever it was given it.</summary>
    private static readonly string[] Composition = [Figures.Fat, Figures.Water, Figures.Bone];

    /// <summary>What it may show or not.</summary>
    private static readonly (string Name, decimal Tolerance)[] Extras = [(Figures.Muscle, ForeignRounding), (Figures.VisceralFat, WholeNumber), (Figures.MetabolicAge, WholeNumber)];

    public static Agreement Of(Figures shown, Figures wanted)
    {
        if (wanted[Figures.Weight] is { } weight)
        {
            return !Near(shown[Figures.Weight], weight, ForeignRounding) ? Agreement.None
                : Near(shown[Figures.Weight], weight, OwnRounding)
                    && Composition.All(name => wanted[name] is { } figure ? Near(shown[name], figure, ForeignRounding) : shown[name] is null)
                    && Extras.All(extra => wanted[extra.Name] is null || shown[extra.Name] is null || Near(shown[extra.Name], wanted[extra.Name], extra.Tolerance)) ? Agreement.Full
                : Agreement.Partly;
        }

        var isSamePressure = Near(shown[Figures.Systolic], wanted[Figures.Systolic], WholeNumber) && Near(shown[Figures.Diastolic], wanted[Figures.Diastolic], WholeNumber);
        return !isSamePressure ? Agreement.None
            : wanted[Figures.Pulse] is not { } pulse || Near(shown[Figures.Pulse], pulse, WholeNumber) ? Agreement.Full
            : Agreement.Partly;
    }

    /// <summary>How many figures of a version a copy shows: of two versions, the one with more is the one it is a copy of.</summary>
    public static int Score(Figures shown, Figures wanted) =>
        wanted.Names.Count(name => Near(shown[name], wanted[name], name switch
        {
            Figures.Weight => OwnRounding,
            Figures.Fat or Figures.Water or Figures.Bone or Figures.Muscle => ForeignRounding,
            _ => WholeNumber,
        }));

    private static bool Near(decimal? shown, decimal? wanted, decimal tolerance) => shown is { } one && wanted is { } other && Math.Abs(one - other) <= tolerance;
}
