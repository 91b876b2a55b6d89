using System.Globalization;

namespace WithingsSync.Health;

/// <summary>A blood pressure in mmHg.</summary>
public readonly record struct MillimetresOfMercury(decimal Value)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} mmHg");
}
