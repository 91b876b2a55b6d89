namespace WithingsSync.Withings.Api;

/// <summary>
/// Reads a JSON number into a decimal only if not a digit is lost. The framework's own parser rounds what does not fit, and PHP, which Withings
/// speaks, writes small fractions with an exponent.
/// </summary>
internal static class ExactDecimal
{
    private const int MostDecimals = 28;
    private static readonly Int128 Largest = (Int128)decimal.MaxValue;

    public static bool TryParse(ReadOnlySpan<byte> text, out decimal number)
    {
        number = 0;
        if (!TryScan(text, out var negative, out var mantissa, out var exponent))
        {
            return false;
        }

        // Zeros at the end are worth nothing when there is no room for them.
        while (exponent < -MostDecimals && mantissa != 0 && mantissa % 10 == 0)
        {
            mantissa /= 10;
            exponent++;
        }

        while (exponent > 0 && mantissa != 0 && mantissa <= Largest)
        {
            mantissa *= 10;
            exponent--;
        }

        if (mantissa > Largest || (exponent < -MostDecimals && mantissa != 0))
        {
            return false;
        }

        var bits = (UInt128)mantissa;
        var scale = (byte)Math.Clamp(-exponent, 0, MostDecimals);
        number = new decimal((int)(uint)bits, (int)(uint)(bits >> 32), (int)(uint)(bits >> 64), negative && mantissa != 0, scale);
        return true;
    }

    /// <summary>Splits a JSON number into sign, digits and power of ten; false when it is none, or has more digits than a decimal can hold.</summary>
    private static bool TryScan(ReadOnlySpan<byte> text, out bool negative, out Int128 mantissa, out int exponent)
    {
        negative = text is [(byte)'-', ..];
        mantissa = 0;
        exponent = 0;
        var at = negative ? 1 : 0;
        var digits = 0;
        var inFraction = false;
        for (; at < text.Length && text[at] is not ((byte)'e' or (byte)'E'); at++)
        {
            if (text[at] == '.' && !inFraction && digits > 0)
            {
                inFraction = true;
            }
            else if (text[at] is >= (byte)'0' and <= (byte)'9')
            {
                mantissa = (mantissa * 10) + (text[at] - '0');
                digits++;
                exponent -= inFraction ? 1 : 0;
            }
            else
            {
                return false;
            }

            if (mantissa > Largest)
            {
                return false;
            }
        }

        return digits > 0 && (at == text.Length || TryScanExponent(text[(at + 1)..], ref exponent));
    }

    private static bool TryScanExponent(ReadOnlySpan<byte> text, ref int exponent)
    {
        text = text is [(byte)'+', ..] ? text[1..] : text;
        if (!System.Buffers.Text.Utf8Parser.TryParse(text, out int power, out var used) || used != text.Length || power is > 1000 or < -1000)
        {
            return false;
        }

        exponent += power;
        return true;
    }
}
