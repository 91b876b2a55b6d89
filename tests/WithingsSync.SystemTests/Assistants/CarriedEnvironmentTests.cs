using System.Text.Json.Nodes;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Assistants;

/// <summary>A person who signed in with an environment of their own, and the assistant that `mcp install` tells of it.</summary>
public sealed class CarriedEnvironmentTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_assistant_that_a_desktop_starts_finds_the_session_and_the_archive_of_the_shell(bool isInFile)
    {
        await using var world = await MovedAsync(isInFile);
        await world.SignInAsync();
        await world.RunAsync("pull", "-k", "weight").Exits(0);
        await File.WriteAllTextAsync(world.PathOf("app.json"), new JsonObject { ["consumer_secret"] = world.Simulator.ClientSecret }.ToJsonString());

        var printed = await world.RunAsync("mcp", "install", "claude");
        var entry = JsonNode.Parse(printed.Out)!["mcpServers"]!["withings"]!;
        var environment = entry["env"]!.AsObject().ToDictionary(one => one.Key, one => (string)one.Value!, StringComparer.Ordinal);
        environment["HOME"] = world.PathOf("elsewhere");
        string[] arguments = [.. entry["args"]!.AsArray().Select(one => (string)one!).SkipWhile(one => one != "mcp")];
        await using var assistant = await Assistant.StartAsync(Directory.CreateDirectory(environment["HOME"]).FullName, environment, arguments);
        var status = await assistant.StatusAsync();
        var answer = await assistant.CallAsync("withings_get_activity", "5d");

        Assert.True(status.GetProperty("is_connected").GetBoolean());
        Assert.NotEqual(0, status.GetProperty("stored").EnumerateArray().Single(kind => kind.GetProperty("kind").GetString() == "measures").GetProperty("count").GetInt32());
        Assert.Equal("pulled", answer.GetProperty("source").GetString());
        Assert.True(answer.GetProperty("is_complete").GetBoolean(), answer.ToString());
        Assert.DoesNotContain("CLIENT_SECRET", printed.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("--write")]
    public async Task A_secret_is_not_written_and_it_is_said_where_it_must_go(params string[] more)
    {
        await using var world = await MovedAsync(isInFile: false);

        var result = await world.RunAsync(["mcp", "install", "claude", .. more]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"WITHINGS_CLIENT_SECRET is a secret, so it is not written there, and the assistant will not find it: put it into {world.PathOf("app.json")}", result.Error, StringComparison.Ordinal);
        var written = more.Length == 0 ? result.Out : await File.ReadAllTextAsync(world.PathOf(".config/Claude/claude_desktop_config.json"));
        Assert.DoesNotContain(world.Simulator.ClientSecret, written, StringComparison.Ordinal);
        Assert.DoesNotContain("WITHINGS_CLIENT_SECRET", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_config_folder_only_what_it_does_not_hold_goes_along()
    {
        await using var world = await MovedAsync(isInFile: false);
        Directory.CreateDirectory(world.PathOf("mine"));
        await File.WriteAllTextAsync(world.PathOf("mine/withings_app.json"), "{}");

        var printed = await world.RunAsync("mcp", "install", "cursor", "--config-folder", "mine");

        var environment = JsonNode.Parse(printed.Out)!["mcpServers"]!["withings"]!["env"]!.AsObject();
        Assert.All(new[] { "WITHINGS_USER", "XDG_DATA_HOME", "WITHINGS_APP" }, name => Assert.False(environment.ContainsKey(name), name));
        Assert.Equal(world.PathOf("secrets"), (string?)environment["WITHINGS_SYNC_SECRETS"]);
    }

    /// <param name="isInFile">Whether a <c>.env</c> says it instead of the shell.</param>
    private static async Task<LoopbackWorld> MovedAsync(bool isInFile)
    {
        var world = await Worlds.StrangerAsync(days: 5, time: TimeProvider.System);
        world.Environment["XDG_DATA_HOME"] = world.PathOf("data");
        var moved = new Dictionary<string, string>(StringComparer.Ordinal) { ["WITHINGS_USER"] = "sessions/me.json", ["WITHINGS_APP"] = "app.json" };
        Directory.CreateDirectory(world.PathOf("sessions"));
        if (isInFile)
        {
            await File.WriteAllLinesAsync(world.PathOf(".env"), moved.Select(one => $"{one.Key}={one.Value}"));
        }
        else
        {
            foreach (var (name, value) in moved)
            {
                world.Environment[name] = value;
            }
        }

        return world;
    }
}
