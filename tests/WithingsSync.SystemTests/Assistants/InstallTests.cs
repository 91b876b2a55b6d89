using System.Text.Json.Nodes;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Assistants;

public sealed class InstallTests
{
    private const string Claude = ".config/Claude/claude_desktop_config.json";

    [Theory]
    [InlineData("claude", "mcpServers", Claude)]
    [InlineData("vscode", "servers", ".config/Code/User/mcp.json")]
    [InlineData("cursor", "mcpServers", ".cursor/mcp.json")]
    public async Task The_entry_is_printed_and_written_where_the_client_looks(string client, string key, string file)
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 1);

        var printed = await world.RunAsync("mcp", "install", client);
        var written = await world.RunAsync("mcp", "install", client, "--write");

        Assert.Equal(0, printed.ExitCode);
        Assert.Equal(0, written.ExitCode);
        var entry = JsonNode.Parse(printed.Out)![key]!["withings"]!;
        Assert.Contains("mcp", entry["args"]!.AsArray().Select(one => (string?)one));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(printed.Out), JsonNode.Parse(await File.ReadAllTextAsync(world.PathOf(file)))));
        Assert.Contains(world.PathOf(file), printed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_else_the_client_knows_stays_and_a_second_time_changes_nothing()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 1);
        var file = world.PathOf(Claude);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, """{"theme":"dark","mcpServers":{"other":{"command":"x","env":{"KEY":"k"}}}}""");

        await world.RunAsync("mcp", "install", "claude", "--write");
        var once = await File.ReadAllTextAsync(file);
        await world.RunAsync("mcp", "install", "claude", "--write");

        var json = JsonNode.Parse(once)!;
        Assert.Equal("dark", (string?)json["theme"]);
        Assert.Equal("k", (string?)json["mcpServers"]!["other"]!["env"]!["KEY"]);
        Assert.NotNull(json["mcpServers"]!["withings"]);
        Assert.Equal(once, await File.ReadAllTextAsync(file));
    }

    [Theory]
    [InlineData("claude", "mcpServers", Claude, "")]
    [InlineData("vscode", "servers", ".config/Code/User/mcp.json", " \r\n\t")]
    [InlineData("cursor", "mcpServers", ".cursor/mcp.json", "\uFEFF\n")]
    public async Task An_empty_file_is_an_empty_configuration(string client, string key, string file, string content)
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 1);
        var path = world.PathOf(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, content);

        var written = await world.RunAsync("mcp", "install", client, "--write");

        Assert.True(written.ExitCode == 0, written.Error);
        Assert.NotNull(JsonNode.Parse(await File.ReadAllTextAsync(path))![key]!["withings"]!["command"]);
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_read_is_not_said_to_hold_comments()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 1);
        Directory.CreateDirectory(world.PathOf(Claude));

        var refused = await world.RunAsync("mcp", "install", "claude", "--write");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("Can't read", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("comments", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claude", "mcpServers", Claude)]
    [InlineData("vscode", "servers", ".config/Code/User/mcp.json")]
    [InlineData("cursor", "mcpServers", ".cursor/mcp.json")]
    public async Task What_the_person_added_to_our_entry_stays_and_what_is_ours_is_written_anew(string client, string key, string file)
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 1);
        await world.RunAsync("mcp", "install", client, "--write");
        var path = world.PathOf(file);
        var written = await File.ReadAllTextAsync(path);
        var (json, ours) = (JsonNode.Parse(written)!, JsonNode.Parse(written)![key]!["withings"]!);
        var entry = json[key]!["withings"]!.AsObject();
        entry.Insert(0, "disabled", false);
        entry["alwaysAllow"] = new JsonArray("withings_status");
        entry["command"] = "an older one";
        entry["args"] = new JsonArray("sync");
        entry["env"] = new JsonObject { ["HTTPS_PROXY"] = "http://proxy:3128", ["WITHINGS_CLIENT_ID"] = "an older one", ["WITHINGS_USER"] = "/gone" };
        await File.WriteAllTextAsync(path, json.ToJsonString());

        await world.RunAsync("mcp", "install", client, "--write").Exits(0);

        var once = await File.ReadAllTextAsync(path);
        var now = JsonNode.Parse(once)![key]!["withings"]!.AsObject();
        Assert.Equal("disabled", now.First().Key);
        Assert.Equal("withings_status", (string?)now["alwaysAllow"]![0]);
        Assert.Equal("http://proxy:3128", (string?)now["env"]!["HTTPS_PROXY"]);
        now.Remove("disabled");
        now.Remove("alwaysAllow");
        now["env"]!.AsObject().Remove("HTTPS_PROXY");
        Assert.True(JsonNode.DeepEquals(ours, now), once);
        await world.RunAsync("mcp", "install", client, "--write").Exits(0);
        Assert.Equal(once, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task An_entry_that_led_to_a_server_elsewhere_leads_here_now()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 1);
        var file = world.PathOf(Claude);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, """{"mcpServers":{"withings":{"type":"http","url":"https://sync.example/mcp","headers":{"Authorization":"Bearer x"},"disabled":true}}}""");

        await world.RunAsync("mcp", "install", "claude", "--write").Exits(0);

        var entry = JsonNode.Parse(await File.ReadAllTextAsync(file))!["mcpServers"]!["withings"]!.AsObject();
        Assert.True((bool)entry["disabled"]!);
        Assert.NotNull(entry["command"]);
        Assert.DoesNotContain(entry, member => member.Key is "type" or "url" or "headers");
    }

    [Theory]
    [InlineData("{ // my servers\n}")]
    [InlineData("[]")]
    [InlineData("""{"mcpServers":[]}""")]
    [InlineData("""{"mcpServers":{"other":{},"other":{}}}""")]
    [InlineData("""{"mcpServers":{"withings":{"env":{"KEY":"1","KEY":"2"}}}}""")]
    public async Task A_file_that_would_be_harmed_is_left_as_it_is(string content)
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 1);
        var file = world.PathOf(Claude);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, content);

        var result = await world.RunAsync("mcp", "install", "claude", "--write");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("mcp install claude", result.Error, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task The_config_folder_goes_with_it()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 1);

        var printed = await world.RunAsync("mcp", "install", "cursor", "--config-folder", "mine");

        Assert.EndsWith($"mcp --config-folder {world.PathOf("mine")}", string.Join(' ', JsonNode.Parse(printed.Out)!["mcpServers"]!["withings"]!["args"]!.AsArray().Select(one => (string?)one)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_client_is_refused_with_those_there_are()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 1);

        var result = await world.RunAsync("mcp", "install", "netscape");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("cursor", result.Error, StringComparison.Ordinal);
    }
}
