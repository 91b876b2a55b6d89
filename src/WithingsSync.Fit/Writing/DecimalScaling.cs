namespace WithingsSync.Fit.Writing;

/// <summary>Decimal → stored number, in whole-number arithmetic: no value passes through binary fractions, so none is cut by them.</summary>
internal static class DecimalScaling
{
    private static readonly ulong[] PowersOfTen = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    /// <summary><paramref name="value"/> × <paramref name="scale"/> to the nearest whole number, halves up; false when negative or beyond 32 bits.</summary>
    public static bool TryScale(decimal value, uint scale, out uint stored)
    {
        Span<int> bits = stackalloc int[4];
        _ = decimal.GetBits(value, bits);
        var digits = (bits[3] >> 16) & 0xFF;
        var negative = bits[3] < 0;

        // What scales and cuffs report: fewer than ten digits. The general case costs ten times as much.
        if ((bits[1] | bits[2]) == 0 && digits < PowersOfTen.Length)
        {
            var mantissa = (uint)bits[0];
            var unit = PowersOfTen[digits];
            var nearest = ((mantissa * (ulong)scale) + (unit / 2)) / unit;
            stored = (uint)nearest;
            return nearest <= uint.MaxValue && (!negative || mantissa == 0);
        }

        return TryScaleExactly(new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]), digits, negative, scale, out stored);
    }

    // 96 bits of mantissa times a scale below 2^10 stay well inside 128 bits, so this too is exact.
    private static bool TryScaleExactly(UInt128 mantissa, int digits, bool negative, uint scale, out uint stored)
    {
        var unit = UInt128.One;
        for (var i = 0; i < digits; i++)
        {
            unit *= 10;
        }

        var nearest = ((mantissa * scale) + (unit / 2)) / unit;
        var fits = nearest <= uint.MaxValue && (!negative || mantissa == UInt128.Zero);
        stored = fits ? (uint)nearest : 0;
        return fits;
    }
}
