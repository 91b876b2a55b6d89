using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using WithingsSync.Simulator.Faults;
using WithingsSync.SystemTests.Assistants;
using WithingsSync.SystemTests.Scene;
using WithingsSync.SystemTests.Work;
using WithingsSync.Testing;
using Xunit;
using static WithingsSync.SystemTests.Work.WorkWorld;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Assistants ask again and again about last night. What Withings answered with nothing is asked for as rarely as what it answered with something.</summary>
public sealed class CameEmptyTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15.5);

    /// <summary>A tool, what it makes us ask Withings for one by one, and the number of the notification that tells of it.</summary>
    public static TheoryData<string, string, string, int> Items { get; } = new()
    {
        { "withings_get_sleep", "/v2/sleep", "get", 44 },
        { "withings_get_intraday", "/v2/measure", "getintradayactivity", 16 },
        { "withings_get_heart_signal", "/v2/heart", "get", 54 },
    };

    [Theory]
    [MemberData(nameof(Items))]
    public async Task It_is_asked_for_again_after_a_quarter_of_an_hour_or_when_Withings_tells_of_it(string tool, string path, string action, int appli)
    {
        await using var world = await WorkWorld.StartAsync();
        var (_, token) = await world.ConnectAndSettleAsync();
        world.Withings.Faults.Inject(new(FaultKind.NoRows) { Path = path, Action = action, For = TimeSpan.FromDays(1) });
        var moment = await LiveAsync(world);
        world.Time.Advance(Quarter);
        world.Withings.Requests.Clear();

        var first = await AskAsync(world, token, tool, moment);
        var asked = Asked();
        var second = await AskAsync(world, token, tool, moment);
        await AskAsync(world, token, tool, moment);

        Assert.InRange(asked, 1, 2);
        Assert.Equal(asked, Asked());
        Assert.Equal(("pulled", "store"), SourcesOf(first, second));
        Assert.False((bool)first["is_complete"]!);
        Assert.Contains("gave nothing", (string)first["notes"]![0]!, StringComparison.Ordinal);
        Assert.Equal((first["is_complete"]!.ToJsonString(), first["notes"]!.ToJsonString()), (second["is_complete"]!.ToJsonString(), second["notes"]!.ToJsonString()));

        world.Time.Advance(Quarter);
        await AskAsync(world, token, tool, moment);
        Assert.Equal(2 * asked, Asked());

        world.Time.Advance(TimeSpan.FromMinutes(1));
        world.Withings.Faults.Clear();
        await world.Withings.NotifyAsync(Me, appli);
        await world.ServeNotificationsAsync();
        var told = await AskAsync(world, token, tool, moment);
        Assert.Equal(3 * asked, Asked());
        Assert.True((bool)told["is_complete"]!, told["notes"]!.ToJsonString());

        int Asked() => world.Withings.Requests.CountOf(path, action);
    }

    [Fact]
    public async Task An_assistant_that_is_started_anew_for_each_chat_knows_it_and_a_pull_asks_at_once()
    {
        await using var world = await Worlds.SignedInAsync(days: 3, time: TimeProvider.System);
        await world.RunAsync("pull", "-k", "weight").Exits(0);
        world.World.Faults.Inject(new(FaultKind.NoRows) { Path = "/v2/sleep", Action = "get", For = TimeSpan.FromDays(1) });

        // The first question of all brings along where the person is.
        await AskAnewAsync(world, "withings_get_sleep_summary");
        await AskAnewAsync(world, "withings_get_sleep");
        var asked = Asked();
        await AskAnewAsync(world, "withings_get_sleep");

        Assert.NotEqual(0, asked);
        Assert.Equal(asked, Asked());

        await world.RunAsync("pull").Exits(0);
        Assert.True(Asked() > asked);

        int Asked() => world.World.Requests.CountOf("/v2/sleep", "get");
    }

    /// <summary>A night, steps and an electrocardiogram, of which Withings tells.</summary>
    /// <returns>When the electrocardiogram was.</returns>
    private static async Task<string> LiveAsync(WorkWorld world)
    {
        var now = world.Time.GetUtcNow();
        world.Withings.AddNight(Me, now.AddHours(-9), now.AddHours(-1));
        world.Withings.MoveDay(Me, DateOnly.FromDateTime(now.UtcDateTime), 1000);
        var recording = world.Withings.AddEcg(Me);
        await world.ServeNotificationsAsync();
        return recording.Timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<JsonNode> AskAsync(WorkWorld world, string token, string tool, string moment)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = $"Bearer {token}" };
        var transport = new HttpClientTransport(new() { Endpoint = new(world.Server.Addresses[0], "/mcp"), TransportMode = HttpTransportMode.StreamableHttp, AdditionalHeaders = headers });
        await using var client = await McpClient.CreateAsync(transport);
        var result = await client.CallToolAsync(tool, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [tool == "withings_get_heart_signal" ? "recorded_at" : "start_date"] = tool == "withings_get_heart_signal" ? moment : "today",
        });
        var text = Assert.IsType<TextContentBlock>(result.Content[0]).Text;
        Assert.True(result.IsError is not true, text);
        return JsonNode.Parse(text)!;
    }

    private static async Task AskAnewAsync(LoopbackWorld world, string tool)
    {
        await using var assistant = await Assistant.StartAsync(world);
        await assistant.CallAsync(tool, "2d");
    }

    /// <summary>One recording's answer does not say where it is from.</summary>
    private static (string First, string Second) SourcesOf(JsonNode first, JsonNode second) => ((string?)first["source"] ?? "pulled", (string?)second["source"] ?? "store");
}
