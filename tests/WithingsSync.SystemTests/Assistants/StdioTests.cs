using System.Text.Json;
using ModelContextProtocol.Protocol;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Assistants;

/// <summary>`withings-sync mcp` in a process of its own, on the machine's clock.</summary>
public sealed class StdioTests
{
    private const string BloodPressure = "withings_get_blood_pressure";

    [Fact]
    public async Task Before_any_sign_in_the_tools_are_listed_and_a_call_says_how_to_connect()
    {
        await using var world = await Worlds.StrangerAsync(days: 3, time: TimeProvider.System);
        world.Environment.Remove("WITHINGS_CLIENT_ID");
        await using var assistant = await Assistant.StartAsync(world);

        Assert.Contains(BloodPressure, await assistant.ToolsAsync());
        var result = await assistant.ResultAsync(BloodPressure, "7d");

        Assert.True(result.IsError);
        var text = Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
        Assert.Contains("withings-sync login", text, StringComparison.Ordinal);
        Assert.Contains("connect", text, StringComparison.Ordinal);
        Assert.False(File.Exists(world.ArchiveFile));
    }

    [Fact]
    public async Task Who_signs_in_while_the_assistant_runs_is_known_at_the_next_call()
    {
        await using var world = await Worlds.StrangerAsync(days: 3, time: TimeProvider.System);
        await using var assistant = await Assistant.StartAsync(world);
        Assert.True((await assistant.ResultAsync(BloodPressure, "7d")).IsError);

        await world.SignInAsync();

        Assert.NotEqual(true, (await assistant.ResultAsync(BloodPressure, "7d")).IsError);
    }

    [Fact]
    public async Task What_is_missing_is_pulled_once_and_then_read_from_the_archive()
    {
        await using var world = await Worlds.SignedInAsync(days: 20, time: TimeProvider.System);
        await using var assistant = await Assistant.StartAsync(world);

        var first = await assistant.CallAsync(BloodPressure, "30d");
        var asked = world.Requests();
        var second = await assistant.CallAsync(BloodPressure, "30d");

        var truth = world.World.TruthOf(Worlds.Demo).Groups.Where(group => group.Measures.Any(measure => measure.Type == 10)).ToList();
        Assert.NotEmpty(truth);
        Assert.Equal(truth.Select(group => group.Date).Order(), first.GetProperty("records").EnumerateArray().Select(line => line.GetProperty("measured_at").GetDateTimeOffset().ToUnixTimeSeconds()));
        Assert.Equal("pulled", first.GetProperty("source").GetString());
        Assert.True(first.GetProperty("is_complete").GetBoolean());
        Assert.True(asked > 0);
        Assert.Equal("store", second.GetProperty("source").GetString());
        Assert.Equal(asked, world.Requests());
    }

    [Theory]
    [InlineData("withings_get_sleep")]
    [InlineData("withings_get_intraday")]
    public async Task What_is_read_one_by_one_is_read_after_the_list_that_names_it(string tool)
    {
        await using var world = await Worlds.SignedInAsync(days: 4, time: TimeProvider.System);
        await using var assistant = await Assistant.StartAsync(world);

        var first = await assistant.CallAsync(tool, "3d");
        var second = await assistant.CallAsync(tool, "3d");

        Assert.NotEqual(0, first.GetProperty("count").GetInt32());
        Assert.True(first.GetProperty("is_complete").GetBoolean());
        Assert.Equal(first.GetProperty("count").GetInt32(), second.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Who_signs_in_again_after_a_lost_grant_is_connected_at_once()
    {
        await using var world = await Worlds.SignedInAsync(days: 3, time: TimeProvider.System);
        await using var assistant = await Assistant.StartAsync(world);
        world.World.RevokeGrants(Worlds.Demo);
        await assistant.ResultAsync(BloodPressure, "7d");
        var lost = await assistant.StatusAsync();

        await world.SignInAsync();
        var again = await assistant.StatusAsync();
        var answer = await assistant.CallAsync(BloodPressure, "7d");

        Assert.False(lost.GetProperty("is_connected").GetBoolean());
        Assert.NotEqual(JsonValueKind.Null, lost.GetProperty("problem").ValueKind);
        Assert.True(again.GetProperty("is_connected").GetBoolean());
        Assert.False(again.TryGetProperty("problem", out var problem) && problem.ValueKind != JsonValueKind.Null);
        Assert.Equal("pulled", answer.GetProperty("source").GetString());
    }

    [Fact]
    public async Task Without_Withings_the_archive_answers_and_says_what_may_be_missing()
    {
        await using var world = await Worlds.SignedInAsync(days: 5, time: new SelfMovingTime(TimeProvider.System.GetUtcNow().AddDays(-1), Worlds.Paris));
        await world.RunAsync("pull", "-k", "weight").Exits(0);
        File.Delete(world.UserFile);
        await using var assistant = await Assistant.StartAsync(world);

        // What came after that pull nobody can ask for.
        var answer = await assistant.CallAsync("withings_get_blood_pressure", "7d");

        Assert.Equal("store", answer.GetProperty("source").GetString());
        Assert.NotEqual(0, answer.GetProperty("count").GetInt32());
        Assert.False(answer.GetProperty("is_complete").GetBoolean());
        Assert.Contains(answer.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("Nobody is signed in. Run `withings-sync login`", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task Which_client_read_what_is_in_the_log(string revision)
    {
        await using var world = await Worlds.SignedInAsync(days: 3, time: TimeProvider.System);
        await using (var assistant = await Assistant.StartAsync(world, revision))
        {
            await assistant.CallAsync(BloodPressure, "7d");
        }

        var log = await world.RunAsync("mcp", "log");

        Assert.Equal(0, log.ExitCode);
        Assert.Contains($"\tan assistant\t{BloodPressure}\t", log.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_well_when_its_input_does_and_says_nothing_but_the_protocol()
    {
        await using var world = await Worlds.StrangerAsync(days: 1, time: TimeProvider.System);
        using var process = world.Start("mcp");

        var end = await process.EndAsync();

        Assert.Equal(0, end.ExitCode);
        Assert.Equal("", end.Out);
    }
}
