using System.Text.RegularExpressions;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests;

/// <summary>docs/specification.md leaves nothing out, and names only what there is.</summary>
public sealed partial class SpecificationTests
{
    private const string Page = "docs/specification.md";

    /// <summary>What the original's tests are about, in their order.</summary>
    private static readonly string[] PinnedDown =
    [
        "signature text for a nonce", "signature text for a data call", "no signature without", "nonce: success", "prepared parameters", "parts of the authorisation address",
        "a state lives 600 s", "a state is read and deleted", "exchange:", "saving creates and updates", "a valid token", "an inactive integration", "renewal: success",
        "renewal: failure", "disconnect with and without", "unsubscribe before", "unsubscribe: success", "limiter under", "limiter when its store is away", "what is left",
        "authorize:", "callback:", "status:", "disconnect route:", "webhook: 200 for each", "webhook: 200 for an empty body", "webhook: the queue fails", "tools",
        "webhook token", "jobs", "storage",
    ];

    private static IReadOnlyList<(string What, string HeldBy)> Rows { get; } =
        [.. Row().Matches(Repository.Read(Page)).Select(row => (row.Groups["what"].Value.Trim(), row.Groups["held"].Value.Trim())).Where(row => row.Item1 is not ("pinned down" or "---"))];

    [Fact]
    public void Each_thing_pinned_down_has_a_line()
    {
        Assert.Equal(PinnedDown.Length, Rows.Count);
        Assert.All(PinnedDown.Zip(Rows), pair => Assert.StartsWith(pair.First, pair.Second.What, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_line_names_tests_and_decisions_that_exist()
    {
        var sources = Repository.Sources("tests");
        foreach (var (what, held) in Rows)
        {
            var tests = TestName().Matches(held);
            var decisions = Decision().Matches(held);
            Assert.True(tests.Count + decisions.Count > 0, $"Nothing holds \"{what}\".");
            Assert.All(decisions, decision => Assert.True(File.Exists(Repository.PathOf($"docs/{decision.Groups["path"].Value}")), $"{what}: {decision.Value}"));
            Assert.All(tests, test => Assert.True(
                sources.Any(source => Path.GetFileNameWithoutExtension(source) == test.Groups["class"].Value
                    && Repository.Read(source).Contains($" {test.Groups["method"].Value}(", StringComparison.Ordinal)),
                $"{what}: there is no {test.Value}."));
        }
    }

    [Fact]
    public void The_commands_name_projects_and_namespaces_that_exist()
    {
        var text = Repository.Read(Page);
        Assert.All(Filter().Matches(text), filter => Assert.True(
            Repository.Sources("tests").Any(source => Repository.Read(source).Contains($"namespace {filter.Groups["name"].Value.TrimEnd('*')}", StringComparison.Ordinal)), filter.Value));
        Assert.Equal(5, Filter().Count(text));
    }

    [GeneratedRegex(@"^\| (?<what>[^|]+) \| (?<held>[^|]+) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<class>[A-Z][A-Za-z]+)\\.(?<method>[A-Z][A-Za-z0-9_]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();

    [GeneratedRegex(@"\]\((?<path>decisions/[^)]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Decision();

    [GeneratedRegex("--filter-namespace \"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Filter();
}
