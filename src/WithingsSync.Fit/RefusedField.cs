namespace WithingsSync.Fit;

/// <summary>
/// A value that does not fit its field and was therefore left out: too large, negative, one of the numbers that mean something else
/// ("invalid", "calculating"), or no known code. It is never wrapped, cut or clamped.
/// </summary>
/// <param name="Message">The message's name in the FIT profile, for instance <c>weight_scale</c>.</param>
/// <param name="Field">The field's name in the FIT profile, for instance <c>weight</c>.</param>
/// <param name="Value">What was given, as invariant text in the field's unit.</param>
/// <param name="Range">What would have fitted, in words, for instance <c>0 to 655.33 kg</c>.</param>
/// <param name="Timestamp">The time of the record the value belongs to, where its message has one.</param>
public sealed record RefusedField(string Message, string Field, string Value, string Range, DateTimeOffset? Timestamp)
{
    /// <summary>A sentence for a person.</summary>
    public override string ToString() =>
        Timestamp is { } time && !string.Equals(Field, "timestamp", StringComparison.Ordinal)
            ? $"{Message}.{Field} {Value} at {time.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ} does not fit ({Range})"
            : $"{Message}.{Field} {Value} does not fit ({Range})";
}
