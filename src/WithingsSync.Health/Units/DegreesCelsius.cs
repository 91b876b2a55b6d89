using System.Globalization;

namespace WithingsSync.Health;

/// <summary>A temperature in degrees Celsius.</summary>
public readonly record struct DegreesCelsius(decimal Value)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} °C");
}
