using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Sync;

/// <summary>Every way to write the arguments that the Python tool takes (garmin-trainerroad-fit.md §5.1).</summary>
public sealed class ArgumentTests
{
    private static readonly string[] UpstreamOptions =
    [
        "--help", "--version", "--garmin-username", "--garmin-password", "--trainerroad-username", "--trainerroad-password", "--fromdate", "--todate",
        "--to-fit", "--to-json", "--output", "--no-upload", "--features", "--verbose", "--silent", "--dump-raw", "--config-folder",
    ];

    [Theory]
    [InlineData("-f", "2026-06-10", "-t", "2026-06-12", "-J", "-o", "x")]
    [InlineData("--fromdate=2026-06-10", "--todate=2026-06-12", "--to-json", "--output=x")]
    [InlineData("-f2026-06-10", "-t2026-06-12", "-J", "-ox")]
    [InlineData("--from", "2026-06-10", "--tod=2026-06-12", "--to-j", "--out", "x")]
    [InlineData("sync", "-f", "2026-06-10", "-t", "2026-06-12", "-J", "-o", "x")]
    [InlineData("--no-upload", "-J", "-f", "5d", "-t", "3d", "--o=x")]
    [InlineData("-Jox", "-f", "5d", "-t", "3d")]
    public async Task A_window_is_written_however_its_options_are_spelt(params string[] arguments)
    {
        await using var world = await Worlds.SignedInAsync();

        await world.RunAsync(arguments).Exits(0);

        TruthAsJson.AssertIs(world, "x.json", new(2026, 6, 10, 0, 0, 0, TimeSpan.FromHours(2)), new(2026, 6, 12, 23, 59, 59, TimeSpan.FromHours(2)));
    }

    [Theory]
    [InlineData("--fromdate", "pull", "-t", "yesterday")]
    [InlineData("--all", "pull", "--all", "-f", "30d")]
    [InlineData("--all", "pull", "--all", "-t", "yesterday")]
    public async Task A_pull_whose_options_contradict_each_other_asks_for_nothing(string named, params string[] arguments)
    {
        await using var world = await Worlds.SignedInAsync(days: 1);

        (await world.RunAsync(arguments)).FailsWith(2, named);

        Assert.Equal(0, world.Requests());
    }

    [Fact]
    public async Task Flags_may_be_bundled()
    {
        await using var world = await Worlds.SignedInAsync();

        await world.RunAsync("-FJ", "-f", "5d", "-obundle").Exits(0);
        await world.RunAsync("-FJobundle2", "-f5d").Exits(0);

        Assert.True(File.Exists(world.PathOf("bundle.weight.fit")));
        Assert.True(File.Exists(world.PathOf("bundle.json")));
        Assert.Equal(File.ReadAllText(world.PathOf("bundle.json")), File.ReadAllText(world.PathOf("bundle2.json")));
        Assert.True(File.Exists(world.PathOf("bundle2.weight.fit")));
    }

    [Theory]
    [InlineData("--garmin-user", "x")]
    [InlineData("--garmin-u=x")]
    [InlineData("--gu", "x")]
    [InlineData("--gu=x")]
    public async Task A_Garmin_user_may_be_named_in_short(params string[] arguments)
    {
        await using var world = await Worlds.SignedInAsync();

        var result = await world.RunAsync([.. arguments, "--dry-run"]).Exits(0);

        Assert.Contains("\nGarmin Connect\t", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_prefix_that_is_unique_in_the_Python_tool_is_unique_here()
    {
        await using var world = await Worlds.StrangerAsync(days: 1);
        var prefixes = UpstreamOptions
            .SelectMany(option => Enumerable.Range(3, option.Length - 3).Select(length => option[..length]))
            .Where(prefix => UpstreamOptions.Count(option => option.StartsWith(prefix, StringComparison.Ordinal)) == 1);

        foreach (var prefix in prefixes)
        {
            Assert.DoesNotContain("ambiguous option", (await world.RunAsync(prefix)).Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--garmin", "x")]
    [InlineData("--to", "x")]
    [InlineData("--f", "x")]
    [InlineData("--ver")]
    [InlineData("sync", "--trainerroad=x")]
    public async Task An_ambiguous_prefix_is_bad_usage(params string[] arguments)
    {
        await using var world = await Worlds.StrangerAsync(days: 1);

        (await world.RunAsync(arguments)).FailsWith(2, "ambiguous option");
    }

    [Theory]
    [InlineData("--unknown")]
    [InlineData("-x")]
    [InlineData("--fromdate")]
    [InlineData("--output")]
    [InlineData("--features")]
    [InlineData("unheard-of")]
    [InlineData("--log-format", "xml")]
    [InlineData("sync", "--unknown")]
    public async Task What_is_not_understood_is_bad_usage_and_nothing_is_done(params string[] arguments)
    {
        await using var world = await Worlds.SignedInAsync(days: 1);

        var result = await world.RunAsync(arguments);

        Assert.StartsWith("withings-sync: ", result.Exits(2).Error, StringComparison.Ordinal);
        Assert.Equal(0, world.Requests());
    }

    [Theory]
    [InlineData("-v", "-s")]
    [InlineData("-vs")]
    [InlineData("sync", "--verbose", "--silent")]
    [InlineData("-s", "sync", "-v")]
    [InlineData("pull", "-v", "-s")]
    public async Task Verbose_and_silent_exclude_each_other(params string[] arguments)
    {
        await using var world = await Worlds.SignedInAsync(days: 1);

        (await world.RunAsync(arguments)).FailsWith(2, "not allowed with argument");
        Assert.Equal(0, world.Requests());
    }

    [Theory]
    [InlineData("-V")]
    [InlineData("--version")]
    [InlineData("--vers")]
    public async Task The_version_is_said_bare(string option)
    {
        await using var world = await Worlds.StrangerAsync(days: 1);

        var result = await world.RunAsync(option).Exits(0);

        Assert.Matches(@"^\d+\.\d+\.\d+\s*$", result.Out);
        Assert.Empty(result.Error);
    }

    [Theory]
    [InlineData("-h")]
    [InlineData("--help")]
    [InlineData("sync", "-h")]
    [InlineData("--hel")]
    public async Task Help_lists_every_option(params string[] arguments)
    {
        await using var world = await Worlds.StrangerAsync(days: 1);

        var result = await world.RunAsync(arguments).Exits(0);

        string[] wanted = [.. UpstreamOptions.Where(option => option != "--version" || arguments[0] != "sync"), "--gu", "--gp", "--tu", "--tp", "-f", "-t", "-F", "-J", "-o", "-v", "-s", "-R", "-c", "--to-csv", "--log-format", "BLOOD_PRESSURE"];
        Assert.All(wanted, option => Assert.Contains(option, result.Out, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Features_take_several_words_and_only_the_exact_one_counts()
    {
        await using var world = await Worlds.SignedInAsync(days: 30);

        await world.RunAsync("--features", "SLEEP", "BLOOD_PRESSURE", "whatever", "-J", "-f", "30d", "-o", "with").Exits(0);
        await world.RunAsync("--features", "blood_pressure", "-J", "-f", "30d", "-o", "without").Exits(0);

        TruthAsJson.AssertIs(world, "with.json", DateTimeOffset.UnixEpoch, Worlds.Noon, withBloodPressure: true);
        TruthAsJson.AssertIs(world, "without.json", DateTimeOffset.UnixEpoch, Worlds.Noon);
        Assert.NotEqual(File.ReadAllText(world.PathOf("with.json")), File.ReadAllText(world.PathOf("without.json")));
    }

    [Fact]
    public async Task A_password_that_begins_with_an_at_sign_is_a_password_and_no_file()
    {
        await using var world = await Worlds.SignedInAsync(days: 1);
        await File.WriteAllTextAsync(world.PathOf("file"), "--unknown-option", TestContext.Current.CancellationToken);

        await world.RunAsync("--gp", "@file", "--tp=@file", "-v").Exits(0);
        await world.RunAsync("--gp", "@missing").Exits(0);
    }

    [Fact]
    public async Task A_file_may_be_called_like_a_command()
    {
        await using var world = await Worlds.SignedInAsync();

        await world.RunAsync("-J", "-o", "pull", "--fromd", "5d", "--no-up").Exits(0);

        Assert.True(File.Exists(world.PathOf("pull.json")));
    }
}
