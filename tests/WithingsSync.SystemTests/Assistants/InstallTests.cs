using System.Text.Json.Nodes;
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

    [Theory]
    [InlineData("{ // my servers\n}")]
    [InlineData("[]")]
    [InlineData("""{"mcpServers":[]}""")]
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
