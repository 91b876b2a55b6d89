using System.Buffers.Text;
using System.Globalization;
using WithingsSync.Health;

namespace WithingsSync.Destinations.JsonFile;

/// <summary>
/// Spells numbers as the Python tool does (garmin-trainerroad-fit.md §5.4): two places at most, half to even, here from exact decimals; a float
/// (<c>75.0</c>) when the exponent is below zero, else an integer (<c>80</c>).
/// </summary>
internal static class UpstreamNumber
{
    /// <summary>Room for any number this class writes.</summary>
    public const int MaxLength = 64;

    /// <summary>Beyond this many zeros a whole number is written with a power of ten, <c>1e40</c>: still exact, still JSON.</summary>
    private const int MostZeros = 28;

    /// <returns>How many bytes were written to <paramref name="destination"/>, of <see cref="MaxLength"/> at most.</returns>
    public static int Write(ScaledNumber number, Span<byte> destination) =>
        number.Exponent < 0 ? WriteFloat(number, destination) : WriteInteger(number, destination);

    /// <summary>A derived figure with that many places at most (1 or 2), always as a float.</summary>
    public static int Write(decimal value, int places, Span<byte> destination)
    {
        _ = decimal.Round(value, places, MidpointRounding.ToEven).TryFormat(destination, out var written, "0.0#", CultureInfo.InvariantCulture);
        return written;
    }

    private static int WriteInteger(ScaledNumber number, Span<byte> destination)
    {
        _ = Utf8Formatter.TryFormat(number.Value, destination, out var written);
        if (number.Value == 0 || number.Exponent == 0)
        {
            return written;
        }

        if (number.Exponent <= MostZeros)
        {
            destination.Slice(written, number.Exponent).Fill((byte)'0');
            return written + number.Exponent;
        }

        destination[written++] = (byte)'e';
        _ = Utf8Formatter.TryFormat(number.Exponent, destination[written..], out var exponent);
        return written + exponent;
    }

    private static int WriteFloat(ScaledNumber number, Span<byte> destination)
    {
        var magnitude = number.Value < 0 ? (ulong)-(Int128)number.Value : (ulong)number.Value;
        var hundredths = Hundredths(magnitude, number.Exponent);
        var written = 0;
        if (number.Value < 0)
        {
            destination[written++] = (byte)'-';
        }

        var (whole, rest) = UInt128.DivRem(hundredths, 100);
        _ = whole.TryFormat(destination[written..], out var digits, default, CultureInfo.InvariantCulture);
        written += digits;
        destination[written++] = (byte)'.';
        destination[written++] = (byte)('0' + ((int)rest / 10));
        if ((int)rest % 10 is > 0 and var last)
        {
            destination[written++] = (byte)('0' + last);
        }

        return written;
    }

    /// <summary><c>magnitude × 10^exponent × 100</c>, to the nearest whole number, half to even; for exponents below zero.</summary>
    private static UInt128 Hundredths(ulong magnitude, int exponent)
    {
        if (exponent == -1)
        {
            return (UInt128)magnitude * 10;
        }

        var places = -2L - exponent;
        if (places > 20)
        {
            return 0; // any 64-bit mantissa is below half a hundredth
        }

        var unit = UInt128.One;
        for (var i = 0; i < places; i++)
        {
            unit *= 10;
        }

        var (quotient, remainder) = UInt128.DivRem(magnitude, unit);
        var twice = remainder * 2;
        return twice > unit || (twice == unit && UInt128.IsOddInteger(quotient)) ? quotient + 1 : quotient;
    }
}
