using System.Text.Json.Nodes;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Tokens;

/// <summary>The Python tool's session file, its places and its shape (garmin-trainerroad-fit.md §5.3).</summary>
public sealed class SessionFileTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task The_file_is_written_as_the_Python_tool_writes_it()
    {
        await using var world = await SignedInAsync();

        var json = JsonNode.Parse(await File.ReadAllTextAsync(world.UserFile))!.AsObject();
        Assert.Equal(
            $$"""
            {
                "access_token": "{{json["access_token"]}}",
                "authentification_code": "",
                "refresh_token": "{{json["refresh_token"]}}",
                "userid": "{{json["userid"]}}"
            }
            """, await File.ReadAllTextAsync(world.UserFile));
    }

    [Fact]
    public async Task A_renewal_keeps_marks_and_keys_it_does_not_know()
    {
        await using var world = await SignedInAsync();
        var before = await ReadAsync(world.UserFile);
        before["zebra"] = new JsonObject { ["stripes"] = 26 };
        before["last_sync"] = 1700000000;
        before["authentification_code"] = "old code";
        before["Apple"] = "ä";
        await RenewAsync(world, world.UserFile, before);

        var text = await File.ReadAllTextAsync(world.UserFile);
        Assert.Matches("""(?s)^\{\n    "Apple": .+\n    "access_token": .+\n    "authentification_code": "old code",\n    "last_sync": 1700000000,\n    "refresh_token": .+\n    "userid": .+\n    "zebra": \{\n        "stripes": 26\n    \}\n\}$""", text);
    }

    [Fact]
    public async Task The_file_becomes_the_owners_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        await using var world = await SignedInAsync();
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(world.UserFile));
        File.SetUnixFileMode(world.UserFile, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await RenewAsync(world, world.UserFile, await ReadAsync(world.UserFile));

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(world.UserFile));
    }

    [Fact]
    public async Task A_linked_file_stays_a_link()
    {
        await using var world = await SignedInAsync();
        var kept = world.PathOf("dotfiles/withings.json");
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        File.Move(world.UserFile, kept);
        File.CreateSymbolicLink(world.UserFile, "dotfiles/withings.json");
        var before = await ReadAsync(kept);

        await RenewAsync(world, kept, await ReadAsync(kept));

        Assert.Equal("dotfiles/withings.json", new FileInfo(world.UserFile).LinkTarget);
        Assert.NotEqual((string)before["access_token"]!, (string)(await ReadAsync(kept))["access_token"]!);
        Assert.Equal(["withings.json"], Directory.GetFiles(world.PathOf("dotfiles")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task The_old_place_is_read_and_never_written()
    {
        await using var world = await SignedInAsync();
        var old = world.PathOf("config/withings_user.json");
        Directory.CreateDirectory(Path.GetDirectoryName(old)!);
        File.Move(world.UserFile, old);
        var before = await File.ReadAllBytesAsync(old);
        Directory.Delete(Path.GetDirectoryName(world.ArchiveFile)!, recursive: true);

        var result = await world.RunAsync("-f", "7d", "--no-upload");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(before, await File.ReadAllBytesAsync(old));
        Assert.NotEqual((string)(await ReadAsync(old))["access_token"]!, (string)(await ReadAsync(world.UserFile))["access_token"]!);
    }

    [Theory]
    [InlineData("mine/user.json")]
    [InlineData("~/mine/user.json")]
    public async Task WITHINGS_USER_names_the_file(string path)
    {
        await using var world = await SignedInAsync();
        Directory.CreateDirectory(world.PathOf("mine"));
        File.Move(world.UserFile, world.PathOf("mine/user.json"));
        world.Environment["WITHINGS_USER"] = path;

        await RenewAsync(world, world.PathOf("mine/user.json"), await ReadAsync(world.PathOf("mine/user.json")));

        Assert.False(File.Exists(world.UserFile));
    }

    [Theory]
    [InlineData("""{"access_token": null, "authentification_code": "x", "refresh_token": null, "userid": null}""")]
    [InlineData("""{"access_token": "", "refresh_token": ""}""")]
    [InlineData("{}")]
    public async Task What_a_failed_refresh_of_the_Python_tool_left_needs_a_sign_in_and_stays(string content)
    {
        await using var world = await LoopbackWorld.StartAsync();
        await File.WriteAllTextAsync(world.UserFile, content);

        var result = await world.RunAsync("-f", "7d", "--no-upload");

        Assert.Equal(3, result.ExitCode);
        Assert.Equal(content, await File.ReadAllTextAsync(world.UserFile));
    }

    [Fact]
    public async Task A_file_without_a_user_id_learns_it()
    {
        await using var world = await SignedInAsync();
        var json = await ReadAsync(world.UserFile);
        var user = (string)json["userid"]!;
        json["userid"] = null;
        await File.WriteAllTextAsync(world.UserFile, json.ToJsonString());

        var result = await world.RunAsync("-f", "7d", "--no-upload");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(user, (string)(await ReadAsync(world.UserFile))["userid"]!);
    }

    [Fact]
    public async Task Neighbours_of_killed_runs_are_removed_at_the_next_write_and_nothing_else_is()
    {
        await using var world = await SignedInAsync();
        var stale = world.UserFile + ".4711.0123456789abcdef0123456789abcdef.tmp";
        string[] others = [world.UserFile + ".bak", world.UserFile + ".mine.tmp", world.PathOf("notes.4711.0123456789abcdef0123456789abcdef.tmp")];
        foreach (var path in others.Append(stale))
        {
            await File.WriteAllTextAsync(path, "x");
        }

        await RenewAsync(world, world.UserFile, await ReadAsync(world.UserFile));

        Assert.False(File.Exists(stale));
        Assert.All(others, path => Assert.True(File.Exists(path), path));
    }

    /// <summary>One run that renews, because the token's age is forgotten.</summary>
    private static async Task RenewAsync(LoopbackWorld world, string path, JsonObject content)
    {
        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
        await File.WriteAllTextAsync(path, content.ToJsonString());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }

        Directory.Delete(Path.GetDirectoryName(world.ArchiveFile)!, recursive: true);
        var result = await world.RunAsync("-f", "7d", "--no-upload");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.NotEqual((string)content["access_token"]!, (string)(await ReadAsync(path))["access_token"]!);
    }

    private static async Task<JsonObject> ReadAsync(string path) => JsonNode.Parse(await File.ReadAllTextAsync(path))!.AsObject();

    private static async Task<LoopbackWorld> SignedInAsync()
    {
        var world = await LoopbackWorld.StartAsync();
        await world.SignInAsync();
        return world;
    }
}
