using System.Globalization;

namespace WithingsSync.Health;

/// <summary>A length in metres.</summary>
public readonly record struct Metres(decimal Value)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} m");
}
