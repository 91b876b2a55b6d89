using System.Text.Json;
using System.Text.Json.Nodes;
using WithingsSync.Simulator;
using Xunit;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>What the official inspector gets from a server of ours, however it is reached.</summary>
public abstract class InspectorContract
{
    private const string Pressures = "withings_get_blood_pressure";

    internal abstract JsonObject Server { get; }

    internal abstract Truth Truth { get; }

    internal abstract AskedDays Days { get; }

    [Fact]
    public async Task The_inspector_lists_the_tools_and_finds_no_fault_with_their_schemas()
    {
        var listed = await Inspector.AskAsync(Server, "--method", "tools/list", "--strict");

        Assert.Equal(ClientCalls.Offered, Names(listed, "tools", "name"));
    }

    [Fact]
    public async Task The_inspector_calls_a_tool_and_its_numbers_are_true()
    {
        var check = ToolChecks.All.Single(one => one.Tool == Pressures);

        var result = await Inspector.AskAsync(Server, "--method", "tools/call", "--tool-name", Pressures, "--tool-args-json", check.Arguments(Truth, Days).ToJsonString());

        check.Assert(result.GetProperty("structuredContent"), Truth, Days);
    }

    [Theory]
    [InlineData("""{"start_date":"yesteryear"}""", "bad_date")]
    [InlineData("{}", "start_date is missing")]
    public async Task The_inspector_shows_what_is_wrong_with_a_call(string arguments, string complaint)
    {
        var result = await Inspector.RunAsync(Server, "--method", "tools/call", "--tool-name", Pressures, "--tool-args-json", arguments);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(complaint, result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_inspector_lists_and_reads_resources()
    {
        var listed = await Inspector.AskAsync(Server, "--method", "resources/list");
        var templates = await Inspector.AskAsync(Server, "--method", "resources/templates/list");
        var uris = Names(listed, "resources", "uri");
        var read = await Inspector.AskAsync(Server, "--method", "resources/read", "--uri", uris[0]);

        Assert.NotEmpty(templates.GetProperty("resourceTemplates").EnumerateArray());
        Assert.Equal(uris[0], Assert.Single(read.GetProperty("contents").EnumerateArray()).GetProperty("uri").GetString());
    }

    [Fact]
    public async Task The_inspector_reads_a_day_of_the_person_and_its_numbers_are_true()
    {
        var check = ResourceChecks.Of("day");
        var read = await Inspector.AskAsync(Server, "--method", "resources/read", "--uri", check.Address(Truth, Days));

        check.Assert(JsonElement.Parse(Assert.Single(read.GetProperty("contents").EnumerateArray()).GetProperty("text").GetString()!), Truth, Days);
    }

    [Fact]
    public async Task The_inspector_lists_and_gets_prompts()
    {
        var prompts = Names(await Inspector.AskAsync(Server, "--method", "prompts/list"), "prompts", "name");
        var got = await Inspector.AskAsync(Server, "--method", "prompts/get", "--prompt-name", prompts[0]);

        Assert.Contains("withings_get", Assert.Single(got.GetProperty("messages").EnumerateArray()).GetProperty("content").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_inspector_is_told_of_a_resource_that_is_none()
    {
        var result = await Inspector.RunAsync(Server, "--method", "resources/read", "--uri", "withings://nothing");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("withings://nothing", result.Error, StringComparison.Ordinal);
    }

    private static List<string> Names(JsonElement listed, string member, string name) =>
        [.. listed.GetProperty(member).EnumerateArray().Select(one => one.GetProperty(name).GetString()!).Order(StringComparer.Ordinal)];
}
