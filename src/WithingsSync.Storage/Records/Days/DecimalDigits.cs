namespace WithingsSync.Storage.Records.Days;

/// <summary>A decimal as <c>digits × 10^-scale</c>, which keeps trailing zeros: 1.50 is 150 and 2.</summary>
internal static class DecimalDigits
{
    /// <summary>Differences of two such digits, zigzagged and plus one, still fit 64 bits.</summary>
    private const ulong Most = 1UL << 61;

    /// <summary>False for what does not fit: more than 61 bits of digits, or a zero with a minus.</summary>
    public static bool TrySplit(decimal value, out long digits, out byte scale)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var (low, middle, high, flags) = ((uint)parts[0], (uint)parts[1], parts[2], parts[3]);
        var magnitude = ((ulong)middle << 32) | low;
        digits = flags < 0 ? -(long)magnitude : (long)magnitude;
        scale = value.Scale;
        return high == 0 && magnitude < Most && (flags >= 0 || magnitude != 0);
    }

    public static decimal Join(long digits, byte scale)
    {
        var magnitude = (ulong)Math.Abs(digits);
        return new((int)magnitude, (int)(magnitude >> 32), 0, digits < 0, scale);
    }
}
