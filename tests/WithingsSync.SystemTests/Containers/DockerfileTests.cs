using System.Text.RegularExpressions;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Containers;

/// <summary>What can be seen of the Dockerfile without an engine to build it.</summary>
public sealed partial class DockerfileTests
{
    private static readonly IReadOnlyList<Stage> Stages = Read();

    [Fact]
    public void The_stages_are_named_and_the_default_is_the_last() => Assert.Equal(["build", "runtime", "compat", "standard"], Stages.Select(stage => stage.Name));

    [Fact]
    public void Images_come_from_the_vendor_with_a_version_or_from_a_stage_before() =>
        Assert.All(Stages.Index(), stage => Assert.True(
            Regex.IsMatch(stage.Item.From, @"^mcr\.microsoft\.com/dotnet/(sdk|aspnet):10\.0-alpine$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)) || Stages.Take(stage.Index).Any(earlier => earlier.Name == stage.Item.From),
            stage.Item.From));

    [Fact]
    public void Whatever_is_copied_exists_and_reaches_the_engine()
    {
        var ignored = Repository.Read(".dockerignore").Split('\n');
        var copied = Of("build").Where(line => line.Word == "COPY").SelectMany(line => line.Rest.Split(' ')[..^1]).ToList();

        Assert.Contains("*", ignored);
        Assert.Contains("src", copied);
        Assert.All(copied, source =>
        {
            Assert.True(Path.Exists(Repository.PathOf(source)), source);
            Assert.Contains($"!{source}", ignored);
        });
        Assert.Empty(ignored.Where(line => line.StartsWith('!')).Select(line => line[1..]).Except(copied));
        Assert.All(Stages.SelectMany(stage => stage.Lines).Where(line => line.Rest.StartsWith("--from=", StringComparison.Ordinal)), line => Assert.StartsWith("--from=build /app ", line.Rest, StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_that_the_build_reads_is_copied()
    {
        var copied = Of("build").Where(line => line.Word == "COPY").SelectMany(line => line.Rest.Split(' ')).ToList();
        var read = Directory.EnumerateFiles(Repository.Root).Select(path => Path.GetFileName(path)!)
            .Where(name => name.StartsWith("Directory.", StringComparison.Ordinal) || name is "global.json" or "BannedSymbols.txt" or ".editorconfig" or "nuget.config");

        Assert.Empty(read.Except(copied, StringComparer.Ordinal));
        Assert.All(
            Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).SelectMany(path => ProjectReference().Matches(File.ReadAllText(path)).Select(match => Path.GetFullPath(match.Groups["it"].Value, Path.GetDirectoryName(path)!))),
            project => Assert.Contains(Path.GetRelativePath(Repository.Root, project).Split(Path.DirectorySeparatorChar)[0], copied));
    }

    [Fact]
    public void The_default_image_runs_without_root_and_keeps_everything_in_one_folder()
    {
        var lines = Of("standard");

        Assert.Equal("$APP_UID", lines.Last(line => line.Word == "USER").Rest);
        Assert.Equal("/config", Assert.Single(lines, line => line.Word == "VOLUME").Rest);
        Assert.Contains("WITHINGS_SYNC_CONFIG=/config", Assert.Single(lines, line => line.Word == "ENV").Rest, StringComparison.Ordinal);
        Assert.EndsWith("""CMD ["withings-sync", "health"]""", Assert.Single(lines, line => line.Word == "HEALTHCHECK").Rest, StringComparison.Ordinal);
        Assert.Equal("""["withings-sync"]""", Assert.Single(lines, line => line.Word == "ENTRYPOINT").Rest);
    }

    [Fact]
    public void The_compatible_image_is_root_at_home_with_no_health_check_of_a_schedule()
    {
        var lines = Of("compat");

        Assert.Equal("root", Assert.Single(lines, line => line.Word == "USER").Rest);
        Assert.Equal("HOME=/root", Assert.Single(lines, line => line.Word == "ENV").Rest);
        Assert.Equal("""["withings-sync"]""", Assert.Single(lines, line => line.Word == "ENTRYPOINT").Rest);
        Assert.DoesNotContain(lines, line => line.Word == "HEALTHCHECK");
    }

    [Fact]
    public void Both_images_know_time_zones_and_have_the_systems_SQLite()
    {
        var install = Assert.Single(Of("runtime"), line => line.Rest.StartsWith("apk ", StringComparison.Ordinal)).Rest;

        Assert.Contains("tzdata", install, StringComparison.Ordinal);
        Assert.Contains("sqlite-libs", install, StringComparison.Ordinal);
        Assert.All(Stages.Skip(2), stage => Assert.Equal("runtime", stage.From));
    }

    private static IReadOnlyList<Line> Of(string stage) => Stages.Single(known => known.Name == stage).Lines;

    private static List<Stage> Read()
    {
        var stages = new List<Stage>();
        foreach (var text in Continued().Replace(Comment().Replace(Repository.Read("Dockerfile"), ""), " ").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = text.Split(' ', 2);
            Assert.Contains(parts[0], new[] { "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "HEALTHCHECK", "ENTRYPOINT" });
            if (parts[0] == "FROM")
            {
                var from = FromLine().Match(parts[1]);
                Assert.True(from.Success, text);
                stages.Add(new(from.Groups["name"].Value, from.Groups["image"].Value, []));
            }
            else
            {
                stages[^1].Lines.Add(new(parts[0], parts[1]));
            }
        }

        return stages;
    }

    [GeneratedRegex(@"^#.*\n", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\\\n\s*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Continued();

    [GeneratedRegex(@"^(?<image>\S+) AS (?<name>\w+)$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FromLine();

    [GeneratedRegex("<ProjectReference Include=\"(?<it>[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProjectReference();

    private sealed record Stage(string Name, string From, List<Line> Lines);

    private sealed record Line(string Word, string Rest);
}
