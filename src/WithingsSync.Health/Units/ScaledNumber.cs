using System.Globalization;

namespace WithingsSync.Health;

/// <summary>
/// A number as a device reported it: <c>Value × 10^Exponent</c>, kept as two integers because one measure comes with different exponents
/// in one account and a binary fraction would round it (withings-api.md §0.6, §4.3).
/// </summary>
public readonly record struct ScaledNumber(long Value, int Exponent)
{
    /// <summary>The exact decimal, or null when it has more digits than a decimal holds (a hostile exponent; real ones lie in −4…0).</summary>
    public decimal? ToDecimal()
    {
        if (Exponent is > 28 or < -28)
        {
            return Value == 0 ? 0m : null;
        }

        if (Exponent <= 0)
        {
            var magnitude = (ulong)(Value < 0 ? -(Int128)Value : Value);
            return new decimal((int)magnitude, (int)(magnitude >> 32), 0, Value < 0, (byte)-Exponent);
        }

        var product = (Int128)Value;
        for (var i = 0; i < Exponent; i++)
        {
            product *= 10;
            if (product > (Int128)decimal.MaxValue || product < (Int128)decimal.MinValue)
            {
                return null;
            }
        }

        return (decimal)product;
    }

    public override string ToString() => ToDecimal()?.ToString(CultureInfo.InvariantCulture) ?? $"{Value}e{Exponent}";
}
