using System.Globalization;

namespace WithingsSync.Health;

/// <summary>A share in per cent: 20.5 means 20.5 %.</summary>
public readonly record struct Percent(decimal Value)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} %");
}
