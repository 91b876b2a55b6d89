using System.Net;
using System.Text.Json.Nodes;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.McpOverHttp;

/// <summary>The official client at a server: what it is told, of whom, how much, and that it is written down.</summary>
public sealed class ClientTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task The_tools_are_listed_and_called(string? version)
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        await using var client = await world.ClientAsync(token, version);

        var tools = await client.ListToolsAsync();
        var status = await client.CallAsync("withings_status");

        Assert.Contains(tools, tool => tool.Name == McpScene.Pressure);
        Assert.False((bool)status["is_connected"]!);
        Assert.Contains("connect", (string)status["how_to_connect"]!, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("/api/v1/integrations/withings/authorize", (string)status["how_to_connect"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Everybody_sees_their_own_and_the_log_says_who_read(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (_, anas) = await world.AddPersonAsync("ana");
        var (_, bos) = await world.AddPersonAsync("bo");
        var other = world.Simulator.World.People[1].Name;
        await world.ConnectAsync(anas);
        await world.ConnectAsync(bos, other);
        world.Simulator.World.TakeBloodPressure("demo", 141, 91, 61);
        world.Simulator.World.TakeBloodPressure(other, 112, 72, 52);

        var ana = await world.PressuresAsync(anas);
        var bo = await world.PressuresAsync(bos);
        await world.CallAsync(anas, "withings_status");
        var log = (await world.GetJsonAsync("/api/v1/reads", anas))["reads"]!.AsArray();
        var bosLog = (await world.GetJsonAsync("/api/v1/reads", bos))["reads"]!.AsArray();

        Assert.Contains(ana["records"]!.AsArray(), record => record!.Systolic() == 141);
        Assert.DoesNotContain(ana["records"]!.AsArray(), record => record!.Systolic() == 112);
        Assert.Contains(bo["records"]!.AsArray(), record => record!.Systolic() == 112);
        Assert.DoesNotContain(bo["records"]!.AsArray(), record => record!.Systolic() == 141);
        Assert.Equal(["withings_get_blood_pressure", "withings_status"], log.Select(one => (string)one!["what"]!).Order(StringComparer.Ordinal));
        var read = log.Single(one => (string)one!["what"]! == McpScene.Pressure)!;
        Assert.Equal(("test", (int)ana["count"]!), ((string)read["client"]!, (int)read["count"]!));
        Assert.Equal(6, ((DateTimeOffset)read["to"]! - (DateTimeOffset)read["from"]!).Days);
        Assert.Single(bosLog);
    }

    [Fact]
    public async Task The_log_can_be_cut_and_a_bad_cut_is_refused()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        await using (var client = await world.ClientAsync(token))
        {
            foreach (var _ in Enumerable.Range(0, 3))
            {
                await client.CallAsync("withings_status");
            }
        }

        using var badSince = await world.SendAsync(HttpMethod.Get, "/api/v1/reads?since=lately", token);
        using var badLimit = await world.SendAsync(HttpMethod.Get, "/api/v1/reads?limit=0", token);

        Assert.Equal(2, (await world.GetJsonAsync("/api/v1/reads?limit=2", token))["reads"]!.AsArray().Count);
        Assert.Equal(3, (await world.GetJsonAsync("/api/v1/reads?since=2020-01-01", token))["reads"]!.AsArray().Count);
        Assert.Empty((await world.GetJsonAsync("/api/v1/reads?since=2099-01-01T00:00:00Z", token))["reads"]!.AsArray());
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (badSince.StatusCode, badLimit.StatusCode));
        Assert.Contains("2026-01-31", (string)JsonNode.Parse(await badSince.Content.ReadAsStringAsync())!["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_token_shows_no_more_than_it_may(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);
        var (ana, full) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(full);
        world.Simulator.World.TakeBloodPressure("demo", 141, 91, 61);
        var admin = await world.IssueAsync(AccessTokenKind.Admin);
        var (plain, summaries) = (await IssueAsync(world, admin, ana, "no-identifiers"), await IssueAsync(world, admin, ana, "summaries"));

        var whole = await world.PressuresAsync(full);
        var bare = await world.PressuresAsync(plain);
        var days = await world.PressuresAsync(summaries);
        var refused = await world.CallAsync(summaries, McpScene.Pressure, ("start_date", "7d"), ("resolution", "each"));

        Assert.NotNull(whole["records"]![0]!["device"]);
        Assert.Null(bare["records"]![0]!["device"]);
        Assert.Equal(whole["records"]!.AsArray().Count, bare["records"]!.AsArray().Count);
        Assert.Null(days["records"]);
        Assert.NotEmpty(days["periods"]!.AsArray());
        Assert.Equal("not_allowed", (string)refused["code"]!);
    }

    [Fact]
    public async Task A_lesser_token_sees_its_own_entries_of_the_log_and_for_summaries_no_moment_in_them()
    {
        await using var world = await ServerWorld.StartAsync();
        var (ana, full) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(full);
        var admin = await world.IssueAsync(AccessTokenKind.Admin);
        var (twin, plain, summaries) = (await IssueAsync(world, admin, ana, "full"), await IssueAsync(world, admin, ana, "no-identifiers"), await IssueAsync(world, admin, ana, "summaries"));
        var hearts = await world.CallAsync(full, "withings_get_heart_list", ("start_date", "30d"));
        var moment = DateTimeOffset.Parse((string)hearts["records"]![0]!["recorded_at"]!, System.Globalization.CultureInfo.InvariantCulture);
        var seconds = moment.ToUnixTimeSeconds();
        foreach (var token in new[] { full, twin })
        {
            await using var client = await world.ClientAsync(token);
            await client.ReadResourceAsync($"withings://heart/{seconds}/signal");
            await client.CallAsync("withings_get_heart_list", ("start_date", seconds), ("end_date", seconds));
        }

        var all = (await world.GetJsonAsync("/api/v1/reads", full))["reads"]!.AsArray();
        var own = (await world.GetJsonAsync("/api/v1/reads", plain))["reads"]!.AsArray();
        var less = (await world.GetJsonAsync("/api/v1/reads", summaries))["reads"]!.AsArray();

        Assert.Contains(all, read => (string)read!["what"]! == $"withings://heart/{seconds}/signal" && (DateTimeOffset)read["from"]! == moment);
        Assert.All(own.Concat(less), read => Assert.Equal("assistant", (string)read!["client"]!));
        Assert.Equal((5, 2, 2), (all.Count, own.Count, less.Count));
        Assert.DoesNotContain($"{seconds}", less.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(less, read => (string)read!["what"]! == "withings://heart/{recorded_at}/signal");
        Assert.All(less, read => Assert.True((DateTimeOffset)read!["to"]! - (DateTimeOffset)read["from"]! >= TimeSpan.FromHours(22), read!.ToJsonString()));
    }

    [Fact]
    public async Task A_service_reads_for_the_person_it_names_and_the_log_says_so()
    {
        await using var world = await ServerWorld.StartAsync();
        var service = await world.IssueAsync(AccessTokenKind.Service);
        await using (var client = await world.ClientAsync(service, null, ("X-Subject", "user-17")))
        {
            await client.CallAsync("withings_status");
        }

        using var answer = await world.SendAsync(HttpMethod.Get, "/api/v1/reads", service, null, ("X-Subject", "user-17"));
        using var others = await world.SendAsync(HttpMethod.Get, "/api/v1/reads", service, null, ("X-Subject", "user-18"));

        var read = Assert.Single(JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["reads"]!.AsArray());
        Assert.Equal("test for user-17", (string)read!["client"]!);
        Assert.Empty(JsonNode.Parse(await others.Content.ReadAsStringAsync())!["reads"]!.AsArray());
    }

    [Fact]
    public async Task An_administrators_token_has_no_privacy_and_the_list_shows_that_of_the_others()
    {
        await using var world = await ServerWorld.StartAsync();
        var admin = await world.IssueAsync(AccessTokenKind.Admin);
        var (ana, _) = await world.AddPersonAsync("ana");
        await IssueAsync(world, admin, ana, "summaries");

        using var odd = await world.SendAsync(HttpMethod.Post, $"/api/v1/admin/people/{ana.Id}/tokens", admin, Json("""{"name":"x","privacy":"some"}"""));
        using var admins = await world.SendAsync(HttpMethod.Post, "/api/v1/admin/tokens", admin, Json("""{"name":"x","kind":"admin","privacy":"full"}"""));
        using var list = await world.SendAsync(HttpMethod.Get, $"/api/v1/admin/people/{ana.Id}/tokens", admin);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (odd.StatusCode, admins.StatusCode));
        Assert.Equal(["full", "summaries"], JsonNode.Parse(await list.Content.ReadAsStringAsync())!.AsArray().Select(one => (string)one!["privacy"]!));
    }

    private static async Task<string> IssueAsync(ServerWorld world, string admin, Person person, string privacy)
    {
        using var issued = await world.SendAsync(HttpMethod.Post, $"/api/v1/admin/people/{person.Id}/tokens", admin, Json($$"""{"name":"assistant","privacy":"{{privacy}}"}"""));
        return (string)JsonNode.Parse(await issued.Content.ReadAsStringAsync())!["token"]!;
    }

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
}
