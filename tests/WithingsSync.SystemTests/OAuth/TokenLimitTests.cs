using System.Net;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.OAuth;

/// <summary>How much a stranger with made-up tokens keeps the server busy.</summary>
public sealed class TokenLimitTests
{
    [Theory]
    [InlineData("/oauth/revoke")]
    [InlineData("/oauth/token")]
    public async Task Sixty_wrong_tokens_a_minute_are_enough_for_an_address(string path)
    {
        var time = new ManualTime();
        await using var world = await ServerWorld.StartAsync(time: time);
        var (scene, token, client, pair) = await OAuthScene.ConnectedAsync(world);
        Task<HttpResponseMessage> TryAsync(string secret, params (string Name, string Value)[] headers) => world.SendAsync(
            HttpMethod.Post, path, null,
            new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "refresh_token", ["client_id"] = client, ["refresh_token"] = secret, ["token"] = secret,
            }),
            headers);
        for (var i = 0; i < 60; i++)
        {
            using var wrong = await TryAsync(i % 2 == 0 ? "made up" : "wsyncrt_made-up");
            Assert.NotEqual(HttpStatusCode.TooManyRequests, wrong.StatusCode);
        }

        using var held = await TryAsync(pair.Refresh);
        using var elsewhere = await TryAsync("made up", ("X-Forwarded-For", "203.0.113.7"));
        time.Advance(TimeSpan.FromSeconds(61));
        using var later = await TryAsync(pair.Refresh);

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (held.StatusCode, later.StatusCode));
        Assert.NotNull(held.Headers.RetryAfter);
        Assert.Equal("too_many_requests", await OAuthScene.ErrorOf(held));
        Assert.NotEqual(HttpStatusCode.TooManyRequests, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Sixty_clients_that_nobody_registered_are_enough_for_an_address()
    {
        await using var world = await ServerWorld.StartAsync(time: new ManualTime());
        var (scene, _, client, pair) = await OAuthScene.ConnectedAsync(world);
        for (var i = 0; i < 60; i++)
        {
            using var wrong = await scene.RefreshAsync($"made-up-{i}", "made up");
            Assert.Equal((HttpStatusCode.BadRequest, "invalid_client"), (wrong.StatusCode, await OAuthScene.ErrorOf(wrong)));
        }

        using var more = await scene.RefreshAsync("made-up", "made up");
        using var held = await scene.RefreshAsync(client, pair.Refresh);

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests), (more.StatusCode, held.StatusCode));
    }

    [Fact]
    public async Task Right_tokens_do_not_count()
    {
        var time = new ManualTime();
        await using var world = await ServerWorld.StartAsync(time: time);
        var (scene, _, client, pair) = await OAuthScene.ConnectedAsync(world);

        for (var i = 0; i < 65; i++)
        {
            using var refreshed = await scene.RefreshAsync(client, pair.Refresh);
            Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
        }
    }

    [Fact]
    public async Task What_cannot_be_a_token_of_ours_is_answered_while_the_store_is_being_written()
    {
        await using var world = await ServerWorld.StartAsync();
        var scene = new OAuthScene(world);
        var client = await scene.RegisterAsync();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var end = new ManualResetEventSlim();
        var writing = Task.Run(() => world.Get<ServerDatabase>().Sessions.WriteAsync(
            session =>
            {
                session.Database.Prepare("update oauth_clients set used_at = null where id = $1").Text(client).Run();
                begun.SetResult();
                return end.Wait(TimeSpan.FromMinutes(1));
            },
            default));
        await begun.Task;

        var answers = await Task.WhenAll(
            scene.PostAsync("/oauth/revoke", ("token", "made up")), scene.RefreshAsync(client, "made up"), scene.RedeemAsync(client, "made up"));
        var isStillWritten = !writing.IsCompleted;
        end.Set();

        Assert.True(await writing);
        Assert.True(isStillWritten, "The answers waited for the store.");
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest], answers.Select(answer => answer.StatusCode));
    }
}
