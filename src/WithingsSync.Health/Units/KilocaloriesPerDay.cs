using System.Globalization;

namespace WithingsSync.Health;

/// <summary>An energy turnover in kilocalories per day.</summary>
public readonly record struct KilocaloriesPerDay(decimal Value)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} kcal/day");
}
