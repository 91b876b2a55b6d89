using System.Reflection;
using System.Text.RegularExpressions;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.Tests.Architecture;

/// <summary>docs/architecture.md, "The arrows", as data, against what the compiler wrote into the assemblies.</summary>
public sealed partial class ArchitectureTests
{
    private const string Ours = "WithingsSync.";

    private static readonly Dictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["Health"] = [],
        ["Fit"] = [],
        ["Pipeline"] = ["Health"],
        ["Withings"] = ["Pipeline", "Health"],
        ["Storage"] = ["Pipeline", "Health"],
        ["Destinations"] = ["Pipeline", "Health", "Fit"],
        ["Mcp"] = ["Pipeline", "Health"],
        ["Simulator"] = [],
        ["Server"] = ["Mcp", "Withings", "Storage", "Destinations", "Pipeline", "Health"],
        ["Cli"] = ["Server", "Mcp", "Withings", "Storage", "Destinations", "Simulator", "Pipeline", "Health"],
    };

    /// <summary>Beginnings of foreign assembly names that a project must not use.</summary>
    private static readonly Dictionary<string, string[]> Never = new(StringComparer.Ordinal)
    {
        ["Health"] = ["System.Net", "System.Text.Json", "System.Data", "SQLitePCL", "Microsoft."],
        ["Fit"] = ["System.Net", "System.Text.Json", "System.Data", "SQLitePCL", "Microsoft."],
        ["Pipeline"] = ["System.Net.Http", "System.Data", "SQLitePCL", "Microsoft.AspNetCore"],
        ["Withings"] = ["System.Data", "SQLitePCL", "Microsoft.AspNetCore"],
        ["Storage"] = ["System.Net", "Microsoft.AspNetCore"],
        ["Destinations"] = ["System.Data", "SQLitePCL", "Microsoft.AspNetCore"],
        ["Mcp"] = ["System.Net", "System.Data", "SQLitePCL", "Microsoft.AspNetCore"],
        ["Simulator"] = ["SQLitePCL"],
        ["Server"] = ["SQLitePCL"],
        ["Cli"] = ["Microsoft.Extensions.Hosting", "Microsoft.Extensions.Http", "SQLitePCL"],
    };

    public static TheoryData<string> Projects => [.. Arrows.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_its_arrows_allow(string project)
    {
        var used = References(project).Where(name => name.StartsWith(Ours, StringComparison.Ordinal)).Select(name => name[Ours.Length..]);

        Assert.Empty(used.Except(Arrows[project], StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_never_sees_what_it_must_not(string project) =>
        Assert.DoesNotContain(References(project), name => Never[project].Any(forbidden => name.StartsWith(forbidden, StringComparison.Ordinal)));

    [Theory]
    [InlineData("Health")]
    [InlineData("Fit")]
    public void A_leaf_references_no_project_and_no_package(string project)
    {
        Assert.All(References(project), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));
        Assert.DoesNotMatch("<(Project|Package|Framework)Reference", Repository.Read($"src/{Ours}{project}/{Ours}{project}.csproj"));
    }

    [Fact]
    public void Every_project_that_ships_has_its_arrows()
    {
        var projects = new[] { "src", "simulator" }.SelectMany(folder => Directory.EnumerateDirectories(Repository.PathOf(folder)))
            .Select(path => Path.GetFileName(path)[Ours.Length..]);

        Assert.Equal(Arrows.Keys.Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_shows_the_same_arrows()
    {
        var rows = TableRow().Matches(Repository.Read("docs/architecture.md"))
            .Where(row => Arrows.ContainsKey(row.Groups["project"].Value))
            .ToDictionary(row => row.Groups["project"].Value, row => Name().Matches(row.Groups["may"].Value).Select(name => name.Groups["it"].Value).Order(StringComparer.Ordinal).ToArray());

        Assert.Equal(Arrows.Keys.Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Equal(Arrows[row.Key].Order(StringComparer.Ordinal), row.Value));
    }

    private static IReadOnlyList<string> References(string project) =>
        [.. Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, project == "Cli" ? "withings-sync.dll" : $"{Ours}{project}.dll")).GetReferencedAssemblies().Select(name => name.Name!)];

    [GeneratedRegex(@"^\| `(?<project>\w+)` \| (?<may>[^|]*)\|", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"`(?<it>\w+)`", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Name();
}
