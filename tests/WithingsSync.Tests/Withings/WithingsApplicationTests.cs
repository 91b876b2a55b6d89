using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings;
using Xunit;
using static WithingsSync.Tests.Withings.CannedWithings;

namespace WithingsSync.Tests.Withings;

public sealed class WithingsApplicationTests
{
    [Theory]
    [InlineData(SigningMode.ClientSecret, "action=requesttoken grant_type=authorization_code client_id=demo-client-id client_secret=demo-client-secret code=the-code redirect_uri=https://other.test/back")]
    [InlineData(SigningMode.TokenCalls, "action=requesttoken client_id=demo-client-id nonce=nonce-1 signature=* grant_type=authorization_code code=the-code redirect_uri=https://other.test/back")]
    public async Task A_code_is_exchanged_in_the_interactive_lane_for_the_callback_it_was_asked_with(SigningMode mode, string expected)
    {
        await using var world = new TestApplication(mode);
        world.Withings.Answer = (asked, _) => asked.Action == "getnonce" ? world.NextNonce() : Json(TestApplication.Renewed);

        var grant = await world.Application.ExchangeAsync("the-code", new("https://other.test/back"), CancellationToken.None);

        Assert.Equal(("42", "access-2"), (grant.UserId, grant.AccessToken));
        Assert.Equal(expected, string.Join(' ', Assert.Single(world.OtherCalls).Form.Select(field => $"{field.Key}={(field.Key == "signature" ? "*" : field.Value)}")));
        Assert.All(world.Budget.Places, place => Assert.Equal((Lane.Interactive, null), place));
    }

    [Theory]
    [InlineData(503, "Invalid Params: invalid userid")]
    [InlineData(247, "")]
    [InlineData(0, "")]
    public async Task A_person_is_withdrawn_by_a_signed_call_and_an_unknown_one_counts_as_done(int status, string error)
    {
        await using var world = new TestApplication(SigningMode.ClientSecret);
        world.Withings.Answer = (asked, _) => asked.Action == "getnonce" ? world.NextNonce() : Status(status, error);

        await world.Application.RevokeAsync("42", Lane.Interactive, _ => Task.FromResult(true), CancellationToken.None);

        var asked = Assert.Single(world.OtherCalls);
        Assert.Equal(("/v2/oauth2", "revoke", "42", "nonce-1", null), (asked.Path, asked.Action, asked.Form["userid"], asked.Form["nonce"], asked.Bearer));
    }

    [Theory]
    [InlineData(503, "Invalid Params: Missing params", PullFailure.SignInRequired)]
    [InlineData(342, "The signature (using Oauth) is invalid", PullFailure.Misconfigured)]
    public async Task A_withdrawal_that_failed_otherwise_is_not_taken_for_done(int status, string error, PullFailure expected)
    {
        await using var world = new TestApplication();
        world.Withings.Answer = (asked, _) => asked.Action == "getnonce" ? world.NextNonce() : Status(status, error);

        var failure = await Assert.ThrowsAsync<WithingsException>(() => world.Application.RevokeAsync("42", Lane.Interactive, _ => Task.FromResult(true), CancellationToken.None));

        Assert.Equal(expected, failure.Failure);
    }

    [Fact]
    public async Task A_withdrawal_that_is_not_wanted_any_more_is_not_sent_again()
    {
        await using var world = new TestApplication(SigningMode.ClientSecret);
        world.Withings.Answer = (asked, _) => asked.Action == "getnonce" ? world.NextNonce() : Status(522, "Timeout");
        var asked = 0;

        await world.Time.DriveAsync(world.Application.RevokeAsync("42", Lane.Interactive, _ => Task.FromResult(++asked == 1), CancellationToken.None));

        Assert.Equal((2, 1), (asked, world.OtherCalls.Count()));
    }

    [Fact]
    public async Task The_consent_of_another_account_goes_through_the_sign_out()
    {
        await using var world = new TestApplication();

        var address = world.Application.AuthorizeUrl("s", "user.metrics", demo: true, anotherAccount: true, new("https://other.test/back"));

        Assert.StartsWith("https://account.withings.com/logout?r=https%3A%2F%2Faccount.withings.com%2Foauth2_user%2Fauthorize2%3F", address.AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains("redirect_uri=https%3A%2F%2Fother.test%2Fback&mode=demo", Uri.UnescapeDataString(address.Query), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ana", "42", true)]
    [InlineData("42", null, true)]
    [InlineData("ana", "43", false)]
    [InlineData("ana", null, false)]
    public async Task A_line_reads_with_the_grant_of_its_own_person_only(string account, string? withingsUserId, bool reads)
    {
        await using var world = new TestApplication(SigningMode.ClientSecret);

        var reading = TestApplication.ReadAsync(world.Line(account, Lane.Backfill, withingsUserId), account);

        if (reads)
        {
            Assert.Empty(await reading);
            Assert.Equal([(Lane.Backfill, account)], world.Budget.Places);
        }
        else
        {
            Assert.Equal(PullFailure.SignInRequired, (await Assert.ThrowsAsync<WithingsException>(() => reading)).Failure);
            Assert.Empty(world.Withings.Requests);
        }
    }

    [Theory]
    [InlineData(31, 0)]
    [InlineData(30, 1)]
    [InlineData(11, 1)]
    public async Task The_time_before_the_end_at_which_a_grant_is_renewed_is_a_setting(int minutesLeft, int renewals)
    {
        await using var world = new TestApplication(SigningMode.ClientSecret, renewalBuffer: TimeSpan.FromMinutes(30));
        world.Store.Stored = world.Store.Stored! with { ExpiresAt = world.Time.GetUtcNow().AddMinutes(minutesLeft) };
        world.Withings.Answer = (_, _) => Json(TestApplication.Renewed);

        await world.Line().Keeper.GetAsync(CancellationToken.None);

        Assert.Equal(renewals, world.Withings.Requests.Count);
    }

    [Theory]
    [InlineData(Lane.Interactive, Lane.Interactive)]
    [InlineData(Lane.Notification, Lane.Notification)]
    [InlineData(Lane.Periodic, Lane.Notification)]
    [InlineData(Lane.Backfill, Lane.Notification)]
    public async Task A_renewal_under_the_lock_does_not_wait_in_a_slow_lane(Lane lane, Lane expected)
    {
        await using var world = new TestApplication(SigningMode.EveryCall);
        world.Store.Stored = world.Store.Stored! with { ExpiresAt = null };
        world.Withings.Answer = (asked, _) => asked.Action == "getnonce" ? world.NextNonce() : Json(TestApplication.Renewed);

        await world.Line(lane: lane).Keeper.GetAsync(CancellationToken.None);

        Assert.Equal([(expected, "ana"), (expected, "ana")], world.Budget.Places);
    }

    [Fact]
    public async Task Two_lines_of_one_person_renew_once()
    {
        await using var world = new TestApplication(SigningMode.ClientSecret);
        world.Store.Stored = world.Store.Stored! with { ExpiresAt = null };
        world.Withings.Answer = (_, _) => Json(TestApplication.Renewed);

        var grants = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.Line().Keeper.GetAsync(CancellationToken.None)));

        Assert.All(grants, grant => Assert.Equal("access-2", grant.AccessToken));
        Assert.Single(world.Withings.Requests);
    }

    [Fact]
    public async Task A_lost_answer_of_a_renewal_is_asked_for_again_with_the_old_token_within_its_grace()
    {
        await using var world = new TestApplication(SigningMode.ClientSecret);
        world.Store.Stored = world.Store.Stored! with { ExpiresAt = null };
        world.Withings.InTurn(() => throw new HttpRequestException("lost"), () => Json(TestApplication.Renewed));

        var grant = await world.Time.DriveAsync(world.Line().Keeper.GetAsync(CancellationToken.None));

        Assert.Equal("access-2", grant.AccessToken);
        Assert.All(world.Withings.Requests, asked => Assert.Equal("refresh-1", asked.Form["refresh_token"]));
    }

    [Fact]
    public async Task The_advice_is_the_one_the_options_carry()
    {
        await using var world = new TestApplication(SigningMode.ClientSecret, advice: "connect again");
        world.Withings.Answer = (_, _) => Status(503, "Invalid Params: invalid refresh_token");

        var failure = await Assert.ThrowsAsync<WithingsException>(() => world.Line().Keeper.RenewAsync("access-1", CancellationToken.None));

        Assert.Contains("; connect again.", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("withings-sync", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_waits_for_a_renewal_on_the_wire_but_not_for_one_that_waits_for_its_place()
    {
        var world = new TestApplication(SigningMode.ClientSecret);
        using var gate = new ManualResetEventSlim();
        world.Store.Stored = world.Store.Stored! with { ExpiresAt = null };
        world.Withings.Answer = (_, _) =>
        {
            gate.Wait(TimeSpan.FromSeconds(20));
            return Json(TestApplication.Renewed);
        };
        var renewing = world.Line().Keeper.GetAsync(CancellationToken.None);
        await TestApplication.UntilAsync(() => world.Withings.Requests.Count == 1);
        world.Budget.Before = () => new TaskCompletionSource().Task;
        using var other = new MemoryGrantStore(new("43", "a", "r"));
        var waiting = world.Application.For(new("ben"), "43", other, Lane.Backfill).Keeper.GetAsync(CancellationToken.None);

        var closing = world.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(closing.IsCompleted);
        gate.Set();
        await closing;

        Assert.Equal("access-2", (await renewing).AccessToken);
        Assert.Equal("access-2", Assert.Single(world.Store.Saved).AccessToken);
    }
}
