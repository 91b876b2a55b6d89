using System.Globalization;

namespace WithingsSync.Health;

/// <summary>A heart rate in beats per minute.</summary>
public readonly record struct BeatsPerMinute(decimal Value)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value} bpm");
}
