using System.Globalization;

namespace WithingsSync.Health;

/// <summary>A mass in kilograms, exact to the last digit the device reported.</summary>
public readonly record struct Kilograms(decimal Value)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} kg");
}
