using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings;
using Xunit;
using static WithingsSync.Tests.Withings.CannedWithings;

namespace WithingsSync.Tests.Withings;

public sealed class SignInTests : IDisposable
{
    private readonly TestLine _line = new(signedIn: false);

    public void Dispose() => _line.Dispose();

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "&mode=demo")]
    public void The_authorise_address_carries_the_callback_character_by_character(bool demo, string mode)
    {
        var address = AuthorizeUrl.For(_line.Options, "s&t", "user.metrics,user.info", demo);

        Assert.Equal(
            "https://account.withings.com/oauth2_user/authorize2?response_type=code&client_id=the-client-id&state=s%26t&scope=user.metrics%2Cuser.info&redirect_uri=http%3A%2F%2Flocalhost%3A8080" + mode,
            address.AbsoluteUri);
    }

    [Theory]
    [InlineData("\"42\"")]
    [InlineData("42")]
    public async Task A_code_becomes_a_grant_whatever_type_the_user_id_has(string userId)
    {
        _line.Withings.Answer = (_, _) => Json($$"""{"status":0,"body":{"userid":{{userId}},"access_token":"a","refresh_token":"r","scope":"user.metrics","expires_in":10800,"csrf_token":"x"} }""");

        var grant = await _line.Connection.Exchange.ExchangeAsync("the-code", CancellationToken.None);

        Assert.Equal(new Grant("42", "a", "r", _line.Time.GetUtcNow().AddHours(3), "user.metrics"), grant);
        Assert.Equal(
            ["action=requesttoken", "grant_type=authorization_code", "client_id=the-client-id", "client_secret=the-client-secret", "code=the-code", "redirect_uri=http://localhost:8080"],
            Assert.Single(_line.Withings.Requests).Form.Select(field => $"{field.Key}={field.Value}"));
        Assert.Contains("Information: Withings: Get Access Token", _line.Log.Lines);
        Assert.Empty(_line.Store.Saved);
    }

    [Fact]
    public async Task A_refused_code_is_told_without_repeating_it()
    {
        _line.Withings.Answer = (_, _) => Status(503, "Invalid Params: invalid code the-code");

        var failure = await Assert.ThrowsAsync<WithingsException>(() => _line.Connection.Exchange.ExchangeAsync("the-code", CancellationToken.None));

        Assert.Equal((PullFailure.SignInRequired, 1), (failure.Failure, _line.Withings.Requests.Count));
        Assert.DoesNotContain("the-code", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callback_opened_twice_is_waited_out()
    {
        _line.Withings.InTurn(
            () => Status(601, "Same arguments in less than 10 seconds"),
            () => Json("""{"status":0,"body":{"userid":"42","access_token":"a","refresh_token":"r"}}"""));

        var grant = await _line.Time.DriveAsync(_line.Connection.Exchange.ExchangeAsync("the-code", CancellationToken.None));

        Assert.Equal(("a", TimeSpan.FromSeconds(11)), (grant.AccessToken, _line.Time.Elapsed));
    }

    [Theory]
    [InlineData("""{"access_token":"a","refresh_token":"r"}""", "userid")]
    [InlineData("""{"access_token":"a","userid":1}""", "refresh_token")]
    [InlineData("""{"refresh_token":"r","userid":1}""", "access_token")]
    public async Task An_incomplete_grant_is_none(string body, string missing)
    {
        _line.Withings.Answer = (_, _) => Json($$"""{"status":0,"body":{{body}} }""");

        var failure = await Assert.ThrowsAsync<WithingsException>(() => _line.Connection.Exchange.ExchangeAsync("the-code", CancellationToken.None));

        Assert.Contains($"has no {missing}", failure.Message, StringComparison.Ordinal);
    }
}
