using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WithingsSync.Withings.Api;
using Xunit;

namespace WithingsSync.Tests.Withings;

public class ExactDecimalTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("85.497", "85.497")]
    [InlineData("-1", "-1")]
    [InlineData("0.86", "0.86")]
    [InlineData("1.0e-5", "0.000010")]
    [InlineData("1.5E3", "1500")]
    [InlineData("1e28", "10000000000000000000000000000")]
    [InlineData("0.85999999999999999", "0.85999999999999999")]
    [InlineData("1000000e-34", "0.0000000000000000000000000001")]
    [InlineData("0e400", "0")]
    public void A_number_is_read_to_its_last_digit(string text, string expected)
    {
        Assert.True(ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out var number));
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), number);
    }

    [Theory]
    [InlineData("1e29")]
    [InlineData("1e400")]
    [InlineData("1e-29")]
    [InlineData("0.12345678901234567890123456789")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1e99999999999")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("1.2.3")]
    [InlineData("abc")]
    [InlineData("1e")]
    public void What_a_decimal_cannot_hold_exactly_is_not_rounded_but_refused(string text) =>
        Assert.False(ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Any_number_that_is_accepted_has_the_value_of_its_text() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll<long, NonNegativeInt, int>((whole, zeros, power) =>
        {
            var exponent = power % 40;
            var text = string.Create(CultureInfo.InvariantCulture, $"{whole}{new string('0', zeros.Get % 12)}e{exponent}");
            return !ExactDecimal.TryParse(Encoding.UTF8.GetBytes(text), out var number) || Scaled(number) == BigInteger.Parse(text[..text.IndexOf('e')], CultureInfo.InvariantCulture) * BigInteger.Pow(10, exponent + 40);
        }));

    /// <summary>The number times 10^40, as an integer.</summary>
    private static BigInteger Scaled(decimal number)
    {
        var bits = decimal.GetBits(number);
        var mantissa = ((BigInteger)(uint)bits[2] << 64) + ((BigInteger)(uint)bits[1] << 32) + (uint)bits[0];
        return (bits[3] < 0 ? -mantissa : mantissa) * BigInteger.Pow(10, 40 - number.Scale);
    }
}
