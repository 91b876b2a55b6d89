using System.Text.RegularExpressions;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.Tests.Architecture;

/// <summary>Folders that must not meet, and the rule that makes a folder a namespace.</summary>
public sealed partial class FolderTests
{
    private const string Destinations = "src/WithingsSync.Destinations";

    /// <summary>What each folder of Destinations may use of its siblings.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["CsvFile"] = ["Tables"],
        ["Export"] = ["JsonFile", "Tables"],
        ["FitFile"] = [],
        ["Garmin"] = [],
        ["JsonFile"] = [],
        ["Tables"] = [],
        ["TrainerRoad"] = [],
    };

    public static TheoryData<string> Folders => [.. MayUse.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_destination_sees_no_other_beyond_what_is_allowed(string folder)
    {
        var used = Repository.Sources($"{Destinations}/{folder}").SelectMany(file => Sibling().Matches(Repository.Read(file)))
            .Select(match => match.Groups["it"].Value).Where(name => name != folder).Distinct();

        Assert.Empty(used.Except(MayUse[folder], StringComparer.Ordinal));
    }

    [Fact]
    public void Every_folder_of_the_destinations_says_what_it_may_use() =>
        Assert.Equal(
            MayUse.Keys.Order(StringComparer.Ordinal),
            Repository.Sources(Destinations).Select(file => file[(Destinations.Length + 1)..].Split('/')).Where(parts => parts.Length > 1).Select(parts => parts[0]).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Only_the_folders_of_services_know_the_network() =>
        Assert.Equal(
            ["Garmin", "TrainerRoad"],
            Repository.Sources(Destinations).Where(file => Network().IsMatch(Repository.Read(file))).Select(file => file[(Destinations.Length + 1)..].Split('/')[0]).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void A_namespace_is_its_folder_or_the_one_above()
    {
        var elsewhere = Repository.Sources("src").Where(file => Namespace().Match(Repository.Read(file)) is { Success: true } declared && !IsOf(file, declared.Groups["it"].Value));

        Assert.Empty(elsewhere);
    }

    /// <summary>A folder may share the namespace of the one above it, as the units do with what they measure; it never invents another.</summary>
    private static bool IsOf(string file, string declared)
    {
        var parts = file.Split('/')[1..^1];
        return Enumerable.Range(1, parts.Length).Any(count => declared == string.Join('.', parts[..count]));
    }

    [GeneratedRegex(@"(?<![.\w])(?:WithingsSync\.Destinations\.)?(?<it>CsvFile|Export|FitFile|JsonFile|Tables|TrainerRoad)(?:\.[A-Z]|;)", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Sibling();

    [GeneratedRegex(@"\bHttp(Message|Method|Content|Client)|\bSystem\.Net\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Network();

    [GeneratedRegex(@"^namespace (?<it>[\w.]+);", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Namespace();
}
