using System.Text.RegularExpressions;
using WithingsSync.SystemTests.Scene;
using WithingsSync.SystemTests.Terminal;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Containers;

/// <summary>The images' entry points, really run, in a root folder like theirs.</summary>
public sealed partial class InChrootTests
{
    [Fact]
    public async Task The_cron_entry_point_registers_a_job_that_synchronises_and_keeps_a_log()
    {
        await using var world = await SignedInAsync();
        using var root = new Chroot(world.Folder, "/root");
        Executable.Write(world.PathOf("entrypoint.sh"), Repository.Read("contrib/entrypoint.sh"));
        var environment = Environment(world, "/root");
        using var container = root.Start(environment, ["/root/entrypoint.sh"]);
        await Waiting.ForAsync(() => container.SoFar.Contains("crond", StringComparison.Ordinal) || container.HasEnded, "crond to speak");
        Assert.False(container.HasEnded, container.SoFar);

        var job = Job().Match(await File.ReadAllTextAsync(root.PathOf("/etc/crontabs/root"), TestContext.Current.CancellationToken));

        Assert.True(job.Success);
        Assert.InRange(int.Parse(job.Groups["minute"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture), 0, 58);
        var command = job.Groups["command"].Value.Replace("--gu garmin-username --gp 'mypassword'", "--no-upload -F -f 2d -o /root/readings", StringComparison.Ordinal);
        using var run = root.Start(environment, ["/bin/sh", "-c", command]);
        var result = (await run.EndAsync()).Exits(0);
        Assert.Contains("Writing fitfile to /root/readings.weight.fit.", result.Out, StringComparison.Ordinal);
        Assert.Equal(result.Out, await File.ReadAllTextAsync(world.PathOf("withings-sync.log"), TestContext.Current.CancellationToken));
        Assert.True(File.Exists(world.PathOf("readings.weight.fit")));
    }

    [Fact]
    public async Task The_first_start_without_a_terminal_says_what_to_do()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 2);
        using var root = new Chroot(world.Folder, "/root");
        using var run = root.Start(Environment(world, "/root"), ["withings-sync", "--no-upload"]);

        (await run.EndAsync()).FailsWith(3, "withings-sync login");
    }

    [Fact]
    public async Task Without_root_and_with_a_read_only_file_system_everything_is_in_the_config_folder()
    {
        await using var world = await SignedInAsync();
        var config = Directory.CreateDirectory(world.PathOf("config")).FullName;
        File.Move(world.UserFile, Path.Combine(config, ".withings_user.json"));
        using var root = new Chroot(config, "/config");
        Own(config);
        var environment = Environment(world, "/config").Append(KeyValuePair.Create("WITHINGS_SYNC_CONFIG", "/config")).Append(KeyValuePair.Create("DOTNET_EnableDiagnostics", "0")).ToList();

        // Debian's chroot knows the user by number only, as an engine does.
        using var run = root.Start(environment, ["withings-sync", "-f", "2d", "-F", "-o", "/config/readings", "--no-upload"], user: 1654, readOnly: true);
        (await run.EndAsync()).Exits(0);

        Assert.True(File.Exists(Path.Combine(config, "readings.weight.fit")));
        Assert.True(File.Exists(Path.Combine(config, "archive.db")));
        using var schedule = root.Start(environment, ["withings-sync", "schedule", "every 3h"], user: 1654, readOnly: true);
        await Waiting.ForAsync(() => schedule.OutSoFar.Contains("The run ended with 0", StringComparison.Ordinal) || schedule.HasEnded, "the first run");
        using var health = root.Start(environment, ["withings-sync", "health"], user: 1654, readOnly: true);
        Assert.StartsWith("well:", (await health.EndAsync()).Exits(0).Out, StringComparison.Ordinal);
        using var elsewhere = root.Start(environment, ["touch", "/tmp/x"], user: 1654, readOnly: true);
        Assert.NotEqual(0, (await elsewhere.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task The_time_zone_is_the_one_that_is_asked_for()
    {
        await using var world = await SignedInAsync();
        using var root = new Chroot(world.Folder, "/root");
        using var run = root.Start([.. Environment(world, "/root"), KeyValuePair.Create("TZ", "Pacific/Kiritimati")], ["withings-sync", "status"]);
        using var reference = root.Start([.. Environment(world, "/root"), KeyValuePair.Create("TZ", "Pacific/Pago_Pago")], ["withings-sync", "status"]);

        // 25 hours apart: never the same minute.
        Assert.NotEqual((await run.EndAsync()).Exits(0).Out, (await reference.EndAsync()).Exits(0).Out);
    }

    private static async Task<LoopbackWorld> SignedInAsync()
    {
        var world = await LoopbackWorld.StartAsync(historyDays: 3);
        await world.SignInAsync();
        return world;
    }

    private static IEnumerable<KeyValuePair<string, string>> Environment(LoopbackWorld world, string home) =>
        world.Environment.Select(pair => pair.Key == "HOME" ? KeyValuePair.Create("HOME", home) : pair);

    /// <summary>As the image gives the folder to its user.</summary>
    private static void Own(string folder)
    {
        using var chown = System.Diagnostics.Process.Start("chown", ["-R", "1654:1654", folder]);
        chown.WaitForExit();
    }

    [GeneratedRegex(@"^(?<minute>\d+) \*/3 \* \* \* (?<command>withings-sync .*)\n$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Job();
}
