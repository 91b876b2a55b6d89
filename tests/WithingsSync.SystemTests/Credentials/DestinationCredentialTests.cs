using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Credentials;

/// <summary>Secrets files, then the environment, then a <c>.env</c> for what is still unset; arguments win. Nothing of it is ever said.</summary>
public sealed class DestinationCredentialTests
{
    private const string Asked = "\nGarmin Connect\t";
    private const string NotAsked = "No Garmin data selected - skipping sync";

    [Fact]
    public async Task A_later_source_wins()
    {
        await using var world = await Worlds.SignedInAsync(days: 1);
        await AssertAsync(world, NotAsked);

        Directory.CreateDirectory(world.PathOf("secrets"));
        await File.WriteAllTextAsync(world.PathOf("secrets/garmin_username"), "me\n", TestContext.Current.CancellationToken);
        await AssertAsync(world, Asked);

        world.Environment["GARMIN_USERNAME"] = "";
        await AssertAsync(world, NotAsked);

        await File.WriteAllTextAsync(world.PathOf(".env"), "GARMIN_USERNAME=me", TestContext.Current.CancellationToken);
        await AssertAsync(world, NotAsked);
        world.Environment.Remove("GARMIN_USERNAME");
        await AssertAsync(world, Asked);

        await AssertAsync(world, NotAsked, "--gu", "");
        world.Environment["GARMIN_USERNAME"] = "";
        await AssertAsync(world, Asked, "--gu=me");
    }

    [Fact]
    public async Task No_upload_wins_over_all_of_them()
    {
        await using var world = await Worlds.SignedInAsync(days: 1);

        var result = await world.RunAsync("--gu", "me", "--tu", "me", "--no-upload").Exits(0);

        Assert.Contains("Skipping upload", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_delivered_moves_no_mark()
    {
        await using var world = await Worlds.SignedInAsync(days: 1);
        UpstreamSession.Write(world, world.UserFile, lastSync: 1_781_000_000);
        File.Delete(world.ArchiveFile);

        await world.RunAsync("--gu", "me", "--gp", "pass").Exits(4);

        Assert.Equal(1_781_000_000, UpstreamSession.Read(world.UserFile).GetProperty("last_sync").GetInt64());
    }

    [Fact]
    public async Task No_secret_is_ever_said_however_verbose_the_run()
    {
        await using var world = await Worlds.StrangerAsync(days: 2);
        Directory.CreateDirectory(world.PathOf("secrets"));
        await File.WriteAllTextAsync(world.PathOf("secrets/trainerroad_password"), "hush-of-the-file", TestContext.Current.CancellationToken);
        world.Environment["GARMIN_PASSWORD"] = "hush-of-the-environment";
        var code = await world.ConsentAsync("user.metrics,user.activity,user.info", "state-of-the-test");
        string[][] runs =
        [
            ["login", "-v", "--code", code.OriginalString],
            ["-v", "-J", "-R", "--gp", "hush-of-the-argument", "--tp=hush-of-the-argument", "--gu", "me"],
            ["pull", "-v"], ["pull", "-v", "--log-format", "json"], ["status", "-v"], ["doctor", "-v"], ["export", "-v", "-J", "-o", "all"],
            ["-v", "--gp", "hush-of-the-argument", "--unknown"], ["login", "-v", "--code", code.OriginalString],
        ];

        var said = "";
        foreach (var run in runs)
        {
            said += await world.RunAsync(run);
            world.World.ExpireAccessTokens();
        }

        var secret = System.Web.HttpUtility.ParseQueryString(code.Query)["code"]!; // the simulator consented
        Assert.DoesNotContain("hush", said, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Simulator.ClientSecret, said, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(world.Folder, "*", SearchOption.AllDirectories).Where(file => file != world.UserFile && !file.Contains("secrets", StringComparison.Ordinal)))
        {
            var content = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            Assert.All(world.Secrets().Append(secret).Append("hush"), hidden => Assert.DoesNotContain(hidden, content, StringComparison.Ordinal));
        }
    }

    private static async Task AssertAsync(LoopbackWorld world, string expected, params string[] arguments) =>
        Assert.Contains(expected, (await world.RunAsync([.. arguments, "--dry-run"])).Out, StringComparison.Ordinal);
}
