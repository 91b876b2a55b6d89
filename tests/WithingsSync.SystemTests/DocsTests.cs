using System.Text.RegularExpressions;
using WithingsSync.Cli;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests;

/// <summary>What the pages say is what the program does.</summary>
public sealed partial class DocsTests
{
    private const string CommandPage = "docs/cli.md";

    private static readonly string[] Commands = ["sync", "login", "garmin", "pull", "status", "doctor", "deliveries", "review", "export", "chart", "mcp", "schedule", "health", "serve", "user", "demo", "simulate", "completion"];

    private static readonly string[] InnerCommands = ["garmin login", "garmin logout", "deliveries list", "deliveries retry", "deliveries forget", "review list", "review accept", "review reject", "mcp install", "mcp log", "user add", "user list", "user remove", "user token"];

    public static TheoryData<string> PagesWithExamples => [.. Repository.Pages().Where(page => Examples(page).Count > 0)];

    public static TheoryData<string> CommandNames => [.. Commands, .. InnerCommands];

    [Theory]
    [MemberData(nameof(PagesWithExamples))]
    public async Task Every_example_ends_as_the_page_says(string page)
    {
        await using var world = await LoopbackWorld.StartAsync();
        await world.SignInAsync();

        foreach (var (arguments, code) in Examples(page))
        {
            var result = await world.RunAsync(arguments);

            Assert.True(result.ExitCode == code, $"{page}: withings-sync {string.Join(' ', arguments)} should end with {code}: {result}");
        }
    }

    [Fact]
    public void The_pages_with_examples_are_those_a_person_starts_with() =>
        Assert.Equal(["README.md", CommandPage], Repository.Pages().Where(page => Examples(page).Count > 3));

    [Fact]
    public async Task The_page_has_a_section_for_each_command()
    {
        var help = (await HelpAsync()).Split("\nCommands:\n")[1].Split("\n\n")[0];
        var known = CommandLabel().Matches(help).Select(match => match.Groups["it"].Value);

        Assert.Equal(Commands, known);
        Assert.Equal(Commands, CommandHeading().Matches(Repository.Read(CommandPage)).Select(match => match.Groups["it"].Value));
    }

    [Fact]
    public async Task The_page_has_a_section_for_each_inner_command()
    {
        var known = new List<string>();
        foreach (var group in Commands)
        {
            var help = await HelpAsync(group);
            known.AddRange(help.Contains("\nCommands:\n", StringComparison.Ordinal)
                ? CommandLabel().Matches(help.Split("\nCommands:\n")[1].Split("\n\n")[0]).Select(match => $"{group} {match.Groups["it"].Value}")
                : []);
        }

        Assert.Equal(InnerCommands, known);
        Assert.Equal(InnerCommands, InnerHeading().Matches(Repository.Read(CommandPage)).Select(match => match.Groups["it"].Value));
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public async Task The_page_names_each_option_of_a_command_and_no_other(string command)
    {
        var common = Documented("### Every command");

        Assert.Equal(Offered(await HelpAsync(command.Split(' '))).Except(common).Order(StringComparer.Ordinal), Documented($"### `{command}`").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_page_names_the_options_that_every_command_takes()
    {
        var offers = await Task.WhenAll(Commands.Select(async command => Offered(await HelpAsync(command))));
        var everywhere = offers.Aggregate((one, other) => [.. one.Intersect(other)]);

        Assert.Equal(everywhere.Order(StringComparer.Ordinal), Documented("### Every command").Order(StringComparer.Ordinal));
        Assert.Contains("--version", Offered(await HelpAsync()));
        Assert.Contains("`-V`, `--version`", Repository.Read(CommandPage), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_lists_the_exit_codes_there_are() =>
        Assert.Equal(
            Enum.GetValues<ExitCode>().Select(code => $"{(int)code} {code}"),
            ExitCodeRow().Matches(Repository.Read(CommandPage)).Select(row => $"{row.Groups["it"].Value} {row.Groups["name"].Value}"));

    [Fact]
    public void The_page_names_each_variable_that_the_program_reads()
    {
        var read = Repository.Sources("src/WithingsSync.Cli").SelectMany(file => Variable().Matches(Repository.Read(file))).Select(match => match.Groups["it"].Value).Distinct();
        var page = Repository.Read(CommandPage);

        Assert.DoesNotContain(read, name => !page.Contains($"`{name}`", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_relative_link_leads_somewhere()
    {
        var broken = Repository.Pages().SelectMany(page => Link().Matches(Repository.Read(page)).Select(match => match.Groups["it"].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !Leads(page, link)).Select(link => $"{page}: {link}"));

        Assert.Empty(broken);
    }

    private static bool Leads(string page, string link)
    {
        var (path, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
        var target = path.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, path);
        return Path.Exists(Repository.PathOf(target)) && (anchor is null || Anchors(target).Contains(anchor));
    }

    /// <summary>The anchors of a page's headings, as the usual viewers make them: lower case, no signs, hyphens for blanks.</summary>
    private static IEnumerable<string> Anchors(string page) =>
        Heading().Matches(Repository.Read(page)).Select(match => Sign().Replace(match.Groups["it"].Value.ToLowerInvariant(), "").Trim().Replace(' ', '-'));

    /// <summary>The commands of a page's console blocks: their arguments, and the exit code they are said to have.</summary>
    private static List<(string[] Arguments, int Code)> Examples(string page) =>
    [
        .. ConsoleBlock().Matches(Repository.Read(page)).SelectMany(block => ExampleLine().Matches(block.Groups["it"].Value))
            .Select(line => (line.Groups["arguments"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries), line.Groups["code"].Success ? int.Parse(line.Groups["code"].ValueSpan) : 0)),
    ];

    private static async Task<string> HelpAsync(params string[] command)
    {
        await using var world = await LoopbackWorld.StartAsync();
        return (await world.RunAsync([.. command, "--help"])).Out.ReplaceLineEndings("\n");
    }

    private static string[] Offered(string help) =>
        [.. OptionLabel().Matches(help.Split("\nOptions:\n")[1]).SelectMany(label => OptionName().Matches(label.Value)).Select(name => name.Value)];

    private static string[] Documented(string heading)
    {
        var section = Repository.Read(CommandPage).Split(heading + "\n")[1].Split("\n##")[0].Split("\n###")[0];
        return [.. OptionCell().Matches(section).SelectMany(cell => OptionName().Matches(cell.Value)).Select(name => name.Value)];
    }

    [GeneratedRegex(@"^```console\n(?<it>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ConsoleBlock();

    [GeneratedRegex(@"^\$ withings-sync(?<arguments>[^#\n]*)(?:# exit (?<code>\d+))?$", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ExampleLine();

    [GeneratedRegex(@"^  (?<it>\S+)  ", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex CommandLabel();

    [GeneratedRegex("^### `(?<it>[a-z]+)`$", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex CommandHeading();

    [GeneratedRegex("^#### `(?<it>[a-z]+ [a-z]+)`$", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex InnerHeading();

    [GeneratedRegex(@"^  -.*?(?=  |$)", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex OptionLabel();

    [GeneratedRegex(@"^\| `-[^|]*\|", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex OptionCell();

    [GeneratedRegex(@"(?<=[ `])--?[A-Za-z][\w-]*", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex OptionName();

    [GeneratedRegex(@"^\| (?<it>\d+) \| `(?<name>\w+)` \|", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ExitCodeRow();

    [GeneratedRegex("\"(?<it>(?:WITHINGS|XDG|GARMIN|TRAINERROAD)_[A-Z_]+|NO_COLOR)\"", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\]\((?<it>[^)\s]+)\)", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<it>.+)$", RegexOptions.Multiline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Sign();
}
