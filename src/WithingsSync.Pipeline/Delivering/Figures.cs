using System.Globalization;

namespace WithingsSync.Pipeline.Delivering;

/// <summary>
/// The numbers of a reading by name, as the ledger remembers them and as a destination shows them. Masses are kilograms, shares per cent, pressures
/// mmHg, the pulse beats per minute. The text form is canonical: equal numbers are equal texts.
/// </summary>
public sealed class Figures : IEquatable<Figures>
{
    public const string Weight = "weight";
    public const string Fat = "fat";
    public const string Water = "water";
    public const string Bone = "bone";
    public const string Muscle = "muscle";
    public const string VisceralFat = "visceral_fat";
    public const string BasalMetabolicRate = "basal_metabolic_rate";
    public const string MetabolicAge = "metabolic_age";
    public const string Systolic = "systolic";
    public const string Diastolic = "diastolic";
    public const string Pulse = "pulse";

    private readonly SortedDictionary<string, decimal> _numbers;
    private readonly string _text;

    public Figures(params IEnumerable<(string Name, decimal? Value)> figures)
    {
        _numbers = new(StringComparer.Ordinal);
        foreach (var (name, value) in figures)
        {
            if (value is { } number)
            {
                _numbers[name] = Stored(number);
            }
        }

        _text = string.Join(' ', _numbers.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value}")));
    }

    /// <summary>Null when the reading has no such number.</summary>
    public decimal? this[string name] => _numbers.TryGetValue(name, out var value) ? value : null;

    public IEnumerable<string> Names => _numbers.Keys;

    /// <summary>Such as <c>fat=21.5 weight=80.53</c>.</summary>
    public override string ToString() => _text;

    /// <exception cref="FormatException">The text is not one of <see cref="ToString"/>.</exception>
    public static Figures Parse(string text)
    {
        var figures = new Dictionary<string, decimal?>(StringComparer.Ordinal);
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=') is not [{ Length: > 0 } name, var digits]
                || !decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || !figures.TryAdd(name, number))
            {
                throw new FormatException($"'{part}' is not a figure.");
            }
        }

        return new(figures.Select(pair => (pair.Key, pair.Value)));
    }

    public bool Equals(Figures? other) => other is not null && _text == other._text;

    public override bool Equals(object? obj) => Equals(obj as Figures);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Three places are more than any destination keeps; trailing zeros would make two texts of one number.</summary>
    private static decimal Stored(decimal number) => decimal.Round(number, 3, MidpointRounding.AwayFromZero) / 1.000000000000000000000000000000000m;
}
