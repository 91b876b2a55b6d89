using System.Globalization;

namespace WithingsSync.Health;

/// <summary>A body mass index in kg/m².</summary>
public readonly record struct KilogramsPerSquareMetre(decimal Value)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} kg/m²");
}
