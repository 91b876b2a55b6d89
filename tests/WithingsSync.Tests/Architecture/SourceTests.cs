using System.Text.RegularExpressions;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.Tests.Architecture;

/// <summary>What no source may hold.</summary>
public sealed partial class SourceTests
{
    private const int Longest = 300;

    private static readonly IReadOnlyList<string> Product = [.. Repository.Sources("src"), .. Repository.Sources("simulator")];

    [Fact]
    public void There_is_a_product_to_look_at() => Assert.True(Product.Count > 200, $"{Product.Count} sources found.");

    [Fact]
    public void No_source_reads_the_clock_directly() => Assert.DoesNotContain(Product, file => Clock().IsMatch(Repository.Read(file)));

    [Fact]
    public void The_hosts_of_Withings_stand_in_one_place() =>
        Assert.Equal(["src/WithingsSync.Withings/WithingsOptions.cs"], Product.Where(file => Host().IsMatch(Repository.Read(file))));

    [Fact]
    public void The_hosts_of_Garmin_are_made_in_one_place() =>
        Assert.Equal(
            ["src/WithingsSync.Destinations/Garmin/GarminOptions.cs"],
            Product.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && Repository.Read(file).Contains("\"garmin.com\"", StringComparison.Ordinal)));

    [Fact]
    public void No_source_is_longer_than_300_lines() => Assert.DoesNotContain(Product, file => File.ReadLines(Repository.PathOf(file)).Count() > Longest);

    [Fact]
    public void Nothing_is_left_for_later_in_a_comment()
    {
        var all = Product.Concat(Repository.Sources("tests")).Concat(Repository.Sources("perf"));

        Assert.DoesNotContain(all, file => Unfinished().IsMatch(Repository.Read(file)));
    }

    [GeneratedRegex(@"\bDateTime(?<it>Offset)?\.(?<name>Utc)?Now\b|\bDateTime\.Today\b", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Clock();

    [GeneratedRegex("\"https://(?<it>wbsapi\\.withings\\.net|account\\.withings\\.com)/?\"", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Host();

    [GeneratedRegex(@"\b(?<it>TO[D]O|FIX[M]E|NotImplemented[E]xception)\b", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Unfinished();
}
