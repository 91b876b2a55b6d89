using System.Text.RegularExpressions;
using WithingsSync.SystemTests.Terminal;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Demo;

/// <summary>The first command a newcomer types.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task The_first_run_writes_every_file_and_the_second_pulls_only_what_is_new()
    {
        await using var world = await LoopbackWorld.StartAsync();

        var first = await world.RunAsync("demo");
        var second = await world.RunAsync("demo");

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.True(second.ExitCode == 0, second.ToString());
        Assert.Contains("Signed in as the demo person.", first.Error, StringComparison.Ordinal);
        Assert.Contains("stepped on the scale again", second.Error, StringComparison.Ordinal);
        Assert.All(new[] { ".json", ".weight.fit", ".blood_pressure.fit" }, ending => Assert.True(File.Exists(world.PathOf("withings-sync-demo/readings" + ending)), ending));
        Assert.NotEmpty(Directory.EnumerateFiles(world.PathOf("withings-sync-demo"), "readings*.csv"));
        Assert.InRange(Requests(second), 1, Requests(first) / 10);
        Assert.Equal(0, world.World.Requests.Total);
    }

    [Fact]
    public async Task It_prints_a_curve_and_paths_that_exist_and_next_commands_that_work()
    {
        await using var world = await LoopbackWorld.StartAsync();
        foreach (var name in new[] { "WITHINGS_CLIENT_ID", "WITHINGS_CLIENT_SECRET", "WITHINGS_REDIRECT_URI" })
        {
            world.Environment.Remove(name);
        }

        var demo = await world.RunAsync("demo", "-o", "my demo's");

        Assert.Contains("Weight (kg)", demo.Out, StringComparison.Ordinal);
        Assert.Contains(demo.Out, character => character is >= '\u2801' and <= '\u28FF');
        var paths = demo.Out.Split('\n').Select(line => line.Split('\t')[0].Trim()).Where(cell => cell.StartsWith("my demo's/readings.", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(File.Exists(world.PathOf(path)), path));
        var next = demo.Out[demo.Out.IndexOf("Next, try:", StringComparison.Ordinal)..].Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith("./withings-sync ", StringComparison.Ordinal) && !line.Contains(" login", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(next);
        foreach (var command in next)
        {
            var result = await Shell.RunAsync(world, command["./".Length..]);
            Assert.True(result.ExitCode == 0, $"{command}: {result}");
            Assert.NotEqual("", result.Out);
        }
    }

    [Fact]
    public async Task The_persons_own_configuration_is_neither_read_nor_touched()
    {
        await using var world = await LoopbackWorld.StartAsync();
        await File.WriteAllTextAsync(world.UserFile, "{\"access_token\": \"mine\", \"refresh_token\": \"mine too\"}");
        await File.WriteAllTextAsync(world.PathOf(".env"), "WITHINGS_API_URL=http://127.0.0.1:1");
        var before = Files(world);

        var result = await world.RunAsync("demo");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(before, Files(world).Where(file => !file.Contains("withings-sync-demo", StringComparison.Ordinal)));
        Assert.Equal("{\"access_token\": \"mine\", \"refresh_token\": \"mine too\"}", await File.ReadAllTextAsync(world.UserFile));
    }

    [Fact]
    public async Task A_folder_with_other_things_in_it_is_refused()
    {
        await using var world = await LoopbackWorld.StartAsync();
        Directory.CreateDirectory(world.PathOf("photos"));
        await File.WriteAllTextAsync(world.PathOf("photos/cat.jpg"), "x");

        var result = await world.RunAsync("demo", "-o", "photos");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--output", result.Error, StringComparison.Ordinal);
        Assert.Equal(["cat.jpg"], Directory.EnumerateFileSystemEntries(world.PathOf("photos")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_folder_that_is_a_file_is_refused()
    {
        await using var world = await LoopbackWorld.StartAsync();
        await File.WriteAllTextAsync(world.PathOf("photos"), "x");

        Assert.Equal(2, (await world.RunAsync("demo", "-o", "photos")).ExitCode);
    }

    private static string[] Files(LoopbackWorld world) => [.. Directory.EnumerateFiles(world.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static int Requests(CliResult result)
    {
        var match = Regex.Match(result.Error + result.Out, @"The simulator answered (?<count>\d+) requests", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        Assert.True(match.Success, result.ToString());
        return int.Parse(match.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture);
    }
}
