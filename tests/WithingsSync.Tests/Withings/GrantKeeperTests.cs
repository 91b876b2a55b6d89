using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings;
using Xunit;
using static WithingsSync.Tests.Withings.CannedWithings;

namespace WithingsSync.Tests.Withings;

public sealed class GrantKeeperTests
{
    private const string Renewed = """{"status":0,"body":{"userid":42,"access_token":"access-2","refresh_token":"refresh-2","scope":"user.metrics","expires_in":10800,"token_type":"Bearer"}}""";

    private static readonly Grant Unknown = new("42", "access-1", "refresh-1", null, "user.metrics,user.info");

    [Theory]
    [InlineData(11, 0)]
    [InlineData(10, 1)]
    [InlineData(-5, 1)]
    public async Task A_grant_is_renewed_when_it_ends_within_ten_minutes(int minutesLeft, int renewals)
    {
        using var line = new TestLine(Unknown with { ExpiresAt = new TestLine().Time.GetUtcNow().AddMinutes(minutesLeft) });
        line.Withings.Answer = (_, _) => Json(Renewed);

        await line.Connection.Keeper.GetAsync(CancellationToken.None);

        Assert.Equal(renewals, line.Withings.Requests.Count);
    }

    [Fact]
    public async Task A_grant_of_unknown_end_is_renewed_once_and_stored_before_it_is_handed_out()
    {
        using var line = new TestLine(Unknown);
        line.Withings.Answer = (_, _) => Json(Renewed);

        var grant = await line.Connection.Keeper.GetAsync(CancellationToken.None);
        var again = await line.Connection.Keeper.GetAsync(CancellationToken.None);

        var expected = new Grant("42", "access-2", "refresh-2", line.Time.GetUtcNow().AddHours(3), "user.metrics");
        Assert.Equal([expected, expected, Assert.Single(line.Store.Saved)], [grant, again, expected]);
        var asked = Assert.Single(line.Withings.Requests);
        Assert.Null(asked.Bearer);
        Assert.Equal(
            ["action=requesttoken", "grant_type=refresh_token", "client_id=the-client-id", "client_secret=the-client-secret", "refresh_token=refresh-1"],
            asked.Form.Select(field => $"{field.Key}={field.Value}"));
    }

    [Fact]
    public async Task A_new_token_is_in_the_store_before_its_first_use()
    {
        using var line = new TestLine(Unknown);
        line.Withings.Answer = (asked, _) =>
        {
            Assert.Equal(asked.Bearer ?? line.Store.Stored!.AccessToken, line.Store.Stored!.AccessToken);
            return Json(asked.Path == "/v2/oauth2" ? Renewed : """{"status":0}""");
        };

        await line.ReadAsync();

        Assert.Equal(["/v2/oauth2", "/measure"], line.Withings.Requests.Select(asked => asked.Path));
    }

    [Fact]
    public async Task What_the_answer_leaves_out_is_kept_from_before()
    {
        using var line = new TestLine(Unknown);
        line.Withings.Answer = (_, _) => Json("""{"status":0,"body":{"access_token":"access-2"}}""");

        var grant = await line.Connection.Keeper.GetAsync(CancellationToken.None);

        Assert.Equal(new Grant("42", "access-2", "refresh-1", line.Time.GetUtcNow().AddHours(3), "user.metrics,user.info"), grant);
    }

    [Fact]
    public async Task A_store_that_forgets_the_end_and_a_short_life_cause_no_renewal_at_each_call()
    {
        using var line = new TestLine(Unknown);
        line.Withings.Answer = (_, _) => Json(Renewed.Replace("10800", "60", StringComparison.Ordinal));
        await line.Connection.Keeper.GetAsync(CancellationToken.None);
        line.Store.Stored = line.Store.Stored! with { ExpiresAt = null };

        await line.Connection.Keeper.GetAsync(CancellationToken.None);

        Assert.Single(line.Withings.Requests);
    }

    [Fact]
    public async Task Many_callers_at_once_cause_one_renewal()
    {
        using var line = new TestLine(Unknown);
        using var gate = new ManualResetEventSlim();
        line.Withings.Answer = (_, _) =>
        {
            gate.Wait(TimeSpan.FromSeconds(10));
            return Json(Renewed);
        };

        var callers = Enumerable.Range(0, 20).Select(i => i % 2 == 0
            ? line.Connection.Keeper.GetAsync(CancellationToken.None)
            : line.Connection.Keeper.RenewAsync("access-1", CancellationToken.None)).ToList();
        gate.Set();
        var grants = await Task.WhenAll(callers);

        Assert.All(grants, grant => Assert.Equal("access-2", grant.AccessToken));
        Assert.Single(line.Withings.Requests);
        Assert.Single(line.Store.Saved);
        Assert.Equal(1, line.Store.Locks);
    }

    [Fact]
    public async Task The_first_waiter_that_leaves_does_not_end_the_renewal_for_the_others()
    {
        using var line = new TestLine(Unknown);
        using var gate = new ManualResetEventSlim();
        using var impatience = new CancellationTokenSource();
        line.Withings.Answer = (_, _) =>
        {
            gate.Wait(TimeSpan.FromSeconds(10));
            return Json(Renewed);
        };

        var first = line.Connection.Keeper.GetAsync(impatience.Token);
        var second = line.Connection.Keeper.GetAsync(CancellationToken.None);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.Set();

        Assert.Equal("access-2", (await second).AccessToken);
        Assert.Single(line.Store.Saved);
    }

    [Fact]
    public async Task Hanging_up_politely_waits_for_a_renewal_under_way()
    {
        using var line = new TestLine(Unknown);
        using var gate = new ManualResetEventSlim();
        using var impatience = new CancellationTokenSource();
        line.Withings.Answer = (_, _) =>
        {
            gate.Wait(TimeSpan.FromSeconds(10));
            return Json(Renewed);
        };
        var waiter = line.Connection.Keeper.GetAsync(impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiter);

        var leaving = line.Connection.DisposeAsync();
        Assert.False(leaving.IsCompleted);
        gate.Set();
        await leaving;

        Assert.Equal("refresh-2", line.Store.Stored!.RefreshToken);
    }

    [Fact]
    public async Task What_another_process_renewed_while_we_waited_for_the_lock_is_used()
    {
        using var line = new TestLine(Unknown);
        var others = new Grant("42", "access-9", "refresh-9", line.Time.GetUtcNow().AddHours(3));
        Task<Grant> waiting;
        await using (await line.Store.LockAsync(CancellationToken.None))
        {
            waiting = line.Connection.Keeper.GetAsync(CancellationToken.None);
            line.Store.Stored = others;
            Assert.False(waiting.IsCompleted);
        }

        Assert.Equal(others, await waiting);
        Assert.Empty(line.Withings.Requests);
    }

    [Fact]
    public async Task A_lock_that_another_process_never_gives_back_is_named_after_four_minutes()
    {
        using var line = new TestLine(Unknown);
        await using var held = await line.Store.LockAsync(CancellationToken.None);

        var failure = await Assert.ThrowsAsync<WithingsException>(() => line.Time.DriveAsync(line.Connection.Keeper.GetAsync(CancellationToken.None), TimeSpan.FromMinutes(5)));

        Assert.Equal((PullFailure.Transient, TimeSpan.FromMinutes(4)), (failure.Failure, line.Time.Elapsed));
        Assert.Contains("or stop it", failure.Message, StringComparison.Ordinal);
        Assert.Empty(line.Withings.Requests);
    }

    [Theory]
    [InlineData("""{"status":503,"body":{},"error":"Invalid Params: invalid refresh_token"}""", PullFailure.SignInRequired)]
    [InlineData("""{"status":503,"body":{},"error":"Invalid Params: invalid client_id/client_secret"}""", PullFailure.Misconfigured)]
    [InlineData("""{"status":100,"body":{}}""", PullFailure.SignInRequired)]
    [InlineData("""{"status":522,"body":{}}""", PullFailure.Transient)]
    [InlineData("""<html>""", PullFailure.Transient)]
    [InlineData("""{"status":0,"body":{}}""", PullFailure.Transient)]
    [InlineData("""{"status":0,"body":{"access_token":""}}""", PullFailure.Transient)]
    [InlineData("""{"status":0,"body":{"access_token":"access-2","refresh_token":"refresh-2","userid":"43"}}""", PullFailure.SignInRequired)]
    [InlineData("""{"status":601,"body":{},"error":"Too Many Requests"}""", PullFailure.Throttled)]
    [InlineData("""{"status":601,"body":{},"error":"Same arguments in less than 10 seconds"}""", PullFailure.Transient)]
    public async Task A_failed_renewal_leaves_the_store_alone(string answer, PullFailure expected)
    {
        using var line = new TestLine(Unknown);
        line.Withings.Answer = (_, _) => Json(answer);

        var failure = await Assert.ThrowsAsync<WithingsException>(() => line.Time.DriveAsync(line.Connection.Keeper.GetAsync(CancellationToken.None)));

        Assert.Equal(expected, failure.Failure);
        Assert.Empty(line.Store.Saved);
        Assert.Equal(Unknown, line.Store.Stored);
        Assert.False(line.Store.IsLocked);
    }

    [Theory]
    [InlineData(503, "Invalid Params: invalid refresh_token")]
    [InlineData(601, "Same arguments in less than 10 seconds")]
    public async Task A_refusal_because_another_process_was_faster_is_no_failure(int status, string error)
    {
        using var line = new TestLine(Unknown);
        var others = new Grant("42", "access-9", "refresh-9", line.Time.GetUtcNow().AddHours(3));
        line.Withings.Answer = (_, _) =>
        {
            line.Store.Stored = others;
            return Status(status, error);
        };

        Assert.Equal(others, await line.Connection.Keeper.GetAsync(CancellationToken.None));
        Assert.Single(line.Withings.Requests);
        Assert.Empty(line.Store.Saved);
    }

    [Fact]
    public async Task The_same_refresh_is_repeated_once_after_eleven_seconds()
    {
        using var line = new TestLine(Unknown);
        line.Withings.InTurn(() => Status(601, "Same arguments in less than 10 seconds"), () => Json(Renewed));

        var grant = await line.Time.DriveAsync(line.Connection.Keeper.GetAsync(CancellationToken.None));

        Assert.Equal(("access-2", TimeSpan.FromSeconds(11)), (grant.AccessToken, line.Time.Elapsed));
    }

    [Fact]
    public async Task A_rejected_token_that_the_store_has_already_replaced_is_not_renewed_again()
    {
        using var line = new TestLine();

        var grant = await line.Connection.Keeper.RenewAsync("access-0", CancellationToken.None);

        Assert.Equal("access-1", grant.AccessToken);
        Assert.Empty(line.Withings.Requests);
    }

    [Fact]
    public async Task A_call_answered_with_401_is_repeated_once_with_a_new_token()
    {
        using var line = new TestLine();
        line.Withings.Answer = (asked, _) => asked switch
        {
            { Path: "/v2/oauth2" } => Json(Renewed),
            { Bearer: "access-2" } => Json("""{"status":0}"""),
            _ => Status(401, "XRequestID: Not provided invalid_token: The access token provided is invalid"),
        };

        Assert.Empty(await line.ReadAsync());
        Assert.Equal(3, line.Withings.Requests.Count);
    }

    [Fact]
    public async Task A_token_that_ends_again_before_its_call_leaves_is_renewed_again()
    {
        using var line = new TestLine();
        line.Withings.InTurn(() => Status(401), () => RenewedAs(2), () => Status(401), () => RenewedAs(3), () => Json("""{"status":0}"""));

        await line.ReadAsync();

        Assert.Equal("refresh-3", (await line.Store.FindAsync(CancellationToken.None))!.RefreshToken);
    }

    [Fact]
    public async Task Who_can_renew_a_sign_in_has_not_lost_it_although_its_tokens_are_refused()
    {
        using var line = new TestLine();
        var latest = 1;
        line.Withings.Answer = (asked, _) => asked.Path == "/v2/oauth2" ? RenewedAs(++latest) : Status(401);

        var failure = await line.FailAsync();

        Assert.Equal(PullFailure.Transient, failure.Failure);
        Assert.Contains("`withings-sync login`", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, latest);
    }

    [Fact]
    public async Task Without_a_grant_the_way_to_sign_in_is_told()
    {
        using var line = new TestLine(signedIn: false);

        var failure = await Assert.ThrowsAsync<PullException>(() => line.Connection.Keeper.GetAsync(CancellationToken.None));

        Assert.Equal(PullFailure.SignInRequired, failure.Failure);
        Assert.Contains("`withings-sync login`", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("two\r\nlines")]
    public async Task A_token_that_cannot_be_sent_is_renewed(string damaged)
    {
        using var line = new TestLine(Unknown with { AccessToken = damaged, ExpiresAt = new TestLine().Time.GetUtcNow().AddHours(2) });
        line.Withings.Answer = (_, _) => Json(Renewed);

        Assert.Equal("access-2", (await line.Connection.Keeper.GetAsync(CancellationToken.None)).AccessToken);
    }

    [Fact]
    public async Task A_grant_that_learns_whose_it_is_goes_on()
    {
        using var line = new TestLine(new("", "access-1", "refresh-1", new TestLine().Time.GetUtcNow().AddHours(2)));
        line.Withings.Answer = (asked, _) => asked switch
        {
            { Path: "/v2/oauth2" } => Json(Renewed),
            { Bearer: "access-2" } => Json("""{"status":0}"""),
            _ => Status(401),
        };

        Assert.Empty(await line.ReadAsync());
        Assert.Equal("42", line.Store.Stored!.UserId);
    }

    [Fact]
    public async Task A_grant_that_becomes_another_persons_ends_the_reading()
    {
        using var line = new TestLine();
        line.Withings.Answer = (_, _) =>
        {
            line.Store.Stored = new("43", "access-9", "refresh-9", line.Time.GetUtcNow().AddHours(2));
            return Json("""{"status":0,"body":{"more":1,"offset":1}}""");
        };

        var failure = await line.FailAsync();

        Assert.Equal((PullFailure.SignInRequired, 1), (failure.Failure, line.Withings.Requests.Count));
    }

    private static HttpResponseMessage RenewedAs(int number) =>
        Json(string.Create(System.Globalization.CultureInfo.InvariantCulture, $$$"""{"status":0,"body":{"access_token":"access-{{{number}}}","refresh_token":"refresh-{{{number}}}","userid":42}}"""));
}
