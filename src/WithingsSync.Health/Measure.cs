namespace WithingsSync.Health;

/// <summary>
/// One measure of a <see cref="MeasureGroup"/> as the device sent it. What a <paramref name="Type"/> means is said by the measure catalogue
/// of the pipeline; an unknown number is kept like any other.
/// </summary>
/// <param name="Type">The source's number for what was measured.</param>
/// <param name="Value">Mantissa: the measure is <c>Value × 10^Exponent</c>.</param>
/// <param name="Exponent">Power of ten.</param>
/// <param name="Position">Part of the body, or null for the whole.</param>
/// <param name="Algo">The device's composition model; a change explains a step in body composition.</param>
/// <param name="Fm">Undocumented companion of <paramref name="Algo"/>.</param>
/// <param name="Extra">Every other field the source sent, as a JSON object's text, or null.</param>
public readonly record struct Measure(int Type, long Value, int Exponent, int? Position = null, long? Algo = null, int? Fm = null, string? Extra = null)
{
    public ScaledNumber Number => new(Value, Exponent);
}
