using System.Globalization;

namespace WithingsSync.Health;

/// <summary>A speed, here that of the pulse wave, in metres per second.</summary>
public readonly record struct MetresPerSecond(decimal Value)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} m/s");
}
