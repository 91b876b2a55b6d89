using System.Globalization;
using WithingsSync.Pipeline.Delivering;
using Xunit;

namespace WithingsSync.Tests.Pipeline;

public sealed class FiguresTests
{
    [Fact]
    public void The_text_names_the_numbers_in_one_order_without_what_is_absent()
    {
        var figures = new Figures((Figures.Weight, 80.530m), (Figures.Water, null), (Figures.Fat, 21.5m));

        Assert.Equal("fat=21.5 weight=80.53", figures.ToString());
        Assert.Equal(["fat", "weight"], figures.Names);
        Assert.Equal(80.53m, figures[Figures.Weight]);
        Assert.Null(figures[Figures.Water]);
    }

    [Theory]
    [InlineData("80.5", "80.5")]
    [InlineData("80.500", "80.5")]
    [InlineData("80", "80")]
    [InlineData("100", "100")]
    [InlineData("80.5304", "80.53")]
    [InlineData("80.5305", "80.531")]
    [InlineData("0.0004", "0")]
    [InlineData("-0.0004", "0")]
    [InlineData("-1.50", "-1.5")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public void A_number_has_one_text(string given, string stored)
    {
        var figures = new Figures((Figures.Weight, decimal.Parse(given, CultureInfo.InvariantCulture)));

        Assert.Equal($"weight={stored}", figures.ToString());
        Assert.Equal(figures, Figures.Parse(figures.ToString()));
        Assert.Equal(figures.ToString(), Figures.Parse(figures.ToString()).ToString());
    }

    [Fact]
    public void Equal_numbers_are_equal_figures_with_one_hash()
    {
        var one = new Figures((Figures.Weight, 80.50m), (Figures.Fat, 20m));
        var other = new Figures((Figures.Fat, 20.000m), (Figures.Weight, 80.5m));

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, new Figures((Figures.Weight, 80.5m)));
        Assert.NotEqual(one, new Figures((Figures.Fat, 20m), (Figures.Weight, 80.51m)));
        Assert.NotEqual(one, new Figures((Figures.Fat, 20m), (Figures.Water, 80.5m)));
        Assert.False(one.Equals(null));
    }

    [Fact]
    public void No_number_at_all_is_an_empty_text()
    {
        Assert.Equal("", new Figures().ToString());
        Assert.Equal(new Figures(), Figures.Parse(""));
    }

    [Theory]
    [InlineData("weight")]
    [InlineData("weight=")]
    [InlineData("=80")]
    [InlineData("weight=80=81")]
    [InlineData("weight=8e1")]
    [InlineData("weight=1,000")]
    [InlineData("weight=eighty")]
    [InlineData("weight=79228162514264337593543950336")]
    [InlineData("weight=80 weight=81")]
    public void A_text_that_is_none_of_ours_is_refused(string text) => Assert.Throws<FormatException>(() => Figures.Parse(text));
}
