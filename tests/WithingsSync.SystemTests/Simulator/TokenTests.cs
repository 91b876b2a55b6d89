using System.Text.Json;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>Lifetimes and errors of codes and tokens: sections 2.2 to 2.4 of the reference.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task A_code_becomes_tokens_and_the_user_id_is_a_string()
    {
        await using var service = await SimulatedService.StartAsync();

        var body = (await service.ExchangeAsync(await service.CodeAsync())).GetProperty("body");

        Assert.Equal(JsonValueKind.String, body.GetProperty("userid").ValueKind);
        Assert.Equal(10_800, body.GetProperty("expires_in").GetInt32());
        Assert.Equal("Bearer", body.GetProperty("token_type").GetString());
        Assert.Equal(SimulatedService.AllScopes, body.GetProperty("scope").GetString());
        Assert.Matches("^[0-9a-f]{40}$", body.GetProperty("access_token").GetString());
    }

    [Fact]
    public async Task A_code_works_once()
    {
        await using var service = await SimulatedService.StartAsync();
        var code = await service.CodeAsync();
        await service.ExchangeAsync(code);

        var second = await service.ExchangeAsync(code);

        Assert.Equal((503, "Invalid Params: invalid code"), (SimulatedService.Status(second), SimulatedService.Error(second)));
    }

    [Theory]
    [InlineData(30, 0)]
    [InlineData(31, 503)]
    public async Task A_code_lives_30_seconds(int seconds, int status)
    {
        await using var service = await SimulatedService.StartAsync();
        var code = await service.CodeAsync();
        service.Clock.Turn(TimeSpan.FromSeconds(seconds));

        Assert.Equal(status, SimulatedService.Status(await service.ExchangeAsync(code)));
    }

    [Fact]
    public async Task A_refresh_rotates_both_tokens_and_the_user_id_is_a_number()
    {
        await using var service = await SimulatedService.ConnectedAsync();

        var body = (await service.RefreshAsync(service.Refresh)).GetProperty("body");

        Assert.Equal(JsonValueKind.Number, body.GetProperty("userid").ValueKind);
        Assert.NotEqual(service.Access, body.GetProperty("access_token").GetString());
        Assert.NotEqual(service.Refresh, body.GetProperty("refresh_token").GetString());
    }

    [Fact]
    public async Task The_old_refresh_token_works_until_the_new_access_token_is_used()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        var old = service.Refresh;
        service.Keep(await service.RefreshAsync(old));
        service.Keep(await service.RefreshAsync(old));
        await service.BodyAsync("measure", "getmeas");

        var refused = await service.RefreshAsync(old);

        Assert.Equal((503, "Invalid Params: invalid refresh_token"), (SimulatedService.Status(refused), SimulatedService.Error(refused)));
        Assert.Equal(0, SimulatedService.Status(await service.RefreshAsync(service.Refresh)));
    }

    [Fact]
    public async Task The_old_refresh_token_works_again_after_access_tokens_were_made_to_expire()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        await service.RefreshAsync(service.Refresh);
        service.Host.World.ExpireAccessTokens();

        service.Keep(await service.RefreshAsync(service.Refresh));

        await service.BodyAsync("measure", "getmeas");
    }

    [Fact]
    public async Task The_pair_that_was_never_seen_dies_with_the_second_rotation()
    {
        await using var service = await SimulatedService.ConnectedAsync();
        var unseen = (await service.RefreshAsync(service.Refresh)).GetProperty("body");
        await service.RefreshAsync(service.Refresh);

        Assert.Equal(503, SimulatedService.Status(await service.RefreshAsync(unseen.GetProperty("refresh_token").GetString()!)));
        Assert.Equal(401, SimulatedService.Status(await service.PostAsync("measure", unseen.GetProperty("access_token").GetString(), [("action", "getmeas")])));
    }

    [Theory]
    [InlineData(8 * 3600, 0)]
    [InlineData((8 * 3600) + 1, 503)]
    public async Task The_old_refresh_token_dies_after_8_hours(int seconds, int status)
    {
        await using var service = await SimulatedService.ConnectedAsync();
        await service.RefreshAsync(service.Refresh);
        service.Clock.Turn(TimeSpan.FromSeconds(seconds));

        Assert.Equal(status, SimulatedService.Status(await service.RefreshAsync(service.Refresh)));
    }

    [Theory]
    [InlineData(10_799, 0)]
    [InlineData(10_800, 401)]
    public async Task An_access_token_lives_3_hours(int seconds, int status)
    {
        await using var service = await SimulatedService.ConnectedAsync();
        service.Clock.Turn(TimeSpan.FromSeconds(seconds));

        Assert.Equal(status, SimulatedService.Status(await service.CallAsync("measure", "getmeas")));
    }

    [Theory]
    [InlineData(365, 0)]
    [InlineData(366, 503)]
    public async Task A_refresh_token_lives_a_year(int days, int status)
    {
        await using var service = await SimulatedService.ConnectedAsync();
        service.Clock.Turn(TimeSpan.FromDays(days));

        Assert.Equal(status, SimulatedService.Status(await service.RefreshAsync(service.Refresh)));
    }

    [Fact]
    public async Task A_wrong_secret_grant_type_redirect_or_missing_argument_is_503()
    {
        await using var service = await SimulatedService.StartAsync();

        Assert.Equal("Invalid Params: invalid client_id/client_secret", SimulatedService.Error(await service.ExchangeAsync(await service.CodeAsync(), secret: "wrong")));
        Assert.Equal("Invalid Params: invalid code", SimulatedService.Error(await service.ExchangeAsync(await service.CodeAsync(), callback: SimulatedService.Callback + "/")));
        Assert.Equal("Invalid Params: invalid grant_type", SimulatedService.Error(await service.TokenAsync(("grant_type", "password"), ("client_id", service.Host.ClientId), ("client_secret", service.Host.ClientSecret))));
        Assert.Equal("Invalid Params: Missing params", SimulatedService.Error(await service.TokenAsync(("grant_type", "refresh_token"), ("client_id", service.Host.ClientId), ("client_secret", service.Host.ClientSecret))));
    }

    [Fact]
    public async Task The_same_refresh_twice_within_10_seconds_is_601_even_after_it_failed()
    {
        await using var service = await SimulatedService.ConnectedAsync(refuseRepeats: true);
        Assert.Equal(503, SimulatedService.Status(await service.RefreshAsync("unknown")));

        var second = await service.RefreshAsync("unknown");
        service.Clock.Turn(TimeSpan.FromSeconds(10));
        var third = await service.RefreshAsync("unknown");

        Assert.Equal((601, "Same arguments in less than 10 seconds"), (SimulatedService.Status(second), SimulatedService.Error(second)));
        Assert.Equal(10, second.GetProperty("body").GetProperty("wait_seconds").GetInt32());
        Assert.Equal(503, SimulatedService.Status(third));
    }
}
