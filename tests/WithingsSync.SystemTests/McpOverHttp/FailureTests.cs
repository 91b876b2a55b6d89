using System.Net;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using Xunit;

namespace WithingsSync.SystemTests.McpOverHttp;

/// <summary>What an assistant hears when the server cannot answer, or the calendar ends.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task A_store_that_fails_within_a_call_is_told_as_unavailable_and_stands_in_the_log_once()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        await world.Get<ServerDatabase>().Sessions.WriteAsync(session => session.Database.Prepare("alter table integrations rename to lost").Run(), default);

        var answer = await world.CallAsync(token, "withings_status");

        Assert.Equal("unavailable", (string)answer["code"]!);
        Assert.Equal(30, (int)answer["retry_after_seconds"]!);
        Assert.DoesNotContain("integrations", answer.ToJsonString(), StringComparison.Ordinal);
        var line = Assert.Single(world.Log.Text.Split('\n'), line => line.Contains("The store failed while an assistant read.", StringComparison.Ordinal));
        Assert.StartsWith("Warning", line, StringComparison.Ordinal);
        Assert.Contains("no such table: integrations", world.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_fails_before_it_is_known_who_asks_is_a_503()
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        await world.Get<ServerDatabase>().Sessions.WriteAsync(session => session.Database.Prepare("alter table access_tokens rename to lost").Run(), default);

        using var answer = await world.PostAsync(token, """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Theory]
    [InlineData("withings_get_heart_signal", "recorded_at", "0001-01-01T00:00:00+05:00")]
    [InlineData("withings_get_heart_signal", "recorded_at", "0001-01-01T00:00:00")]
    [InlineData("withings_get_heart_signal", "recorded_at", "9999-12-31T23:59:59-12:00")]
    [InlineData("withings_trends", "start_date", "1970-01-01", "end_date", "9998-12-31", "kind", "weight")]
    [InlineData("withings_trends", "start_date", "100000000", "end_date", "99999999999", "kind", "weight")]
    public async Task Days_beyond_the_calendar_are_bad_dates(string tool, params string[] arguments)
    {
        await using var world = await ServerWorld.StartAsync();
        var (_, token) = await world.AddPersonAsync("ana");
        await world.ConnectAsync(token);

        var answer = await world.CallAsync(token, tool, [.. arguments.Chunk(2).Select(pair => (pair[0], (object?)pair[1]))]);

        Assert.Equal("bad_date", (string)answer["code"]!);
    }
}
