using WithingsSync.Pipeline.Delivering;
using WithingsSync.Simulator.Faults;
using WithingsSync.Simulator.Garmin;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.GarminConnect;

/// <summary>Runs that nobody watches do not send the password again and again, which gets an account locked.</summary>
public sealed class LockOutTests
{
    private const string Login = "/mobile/api/login POST";
    private const string Token = "/garmin/di-oauth2-service/oauth/token";

    private static readonly DateTimeOffset At = new(2026, 1, 2, 7, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(GarminAccountState.Locked, "locked")]
    [InlineData(GarminAccountState.Disabled, "disabled")]
    [InlineData(GarminAccountState.MustRenewPassword, "new password")]
    [InlineData(GarminAccountState.MustSetUpMfa, "set up codes")]
    public async Task An_account_that_only_a_person_can_mend_is_tried_once_by_unattended_runs_and_again_by_a_person(GarminAccountState state, string word)
    {
        await using var person = await GarminPerson.StartAsync();
        person.Garmin.Account.State = state;
        for (var run = 0; run < 3; run++)
        {
            var refusal = await RefusedSignInAsync(person);
            Assert.Equal(DestinationFailure.SignInRequired, refusal.Failure);
            Assert.Contains(word, refusal.Message, StringComparison.Ordinal);
            Assert.Contains("garmin login", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, person.SignInRequests);
        Assert.Contains(word, (await person.World.RunAsync("status")).Out, StringComparison.Ordinal);
        person.Garmin.Account.State = GarminAccountState.Normal;
        Assert.Equal(0, (await person.LoginAsync()).ExitCode);
        Assert.False(File.Exists(person.NotesFile));
    }

    [Fact]
    public async Task After_too_many_logins_unattended_runs_wait_a_day_and_a_person_need_not()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch.AddDays(20_000));
        await using var person = await GarminPerson.StartAsync(time);
        person.Garmin.Account.State = GarminAccountState.TooManyLogins;
        await RefusedSignInAsync(person);
        time.Advance(TimeSpan.FromHours(23));
        await RefusedSignInAsync(person);
        Assert.Equal(1, person.SignInRequests);
        Assert.Equal(4, (await person.LoginAsync()).ExitCode);
        Assert.Equal(2, person.SignInRequests);

        person.Garmin.Account.State = GarminAccountState.Normal;
        time.Advance(TimeSpan.FromHours(25));
        await using var connection = person.Connect();
        await connection.Destination.SignInAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_api_that_refuses_even_new_tokens_does_not_cost_a_sign_in_at_each_run()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch.AddDays(20_000));
        await using var person = await GarminPerson.StartAsync(time);
        Assert.Equal(0, (await person.LoginAsync()).ExitCode);
        person.World.World.Faults.Inject(new Fault(FaultKind.Unauthorized) { Path = "/garmin/weight-service/*", Times = 1000 });
        for (var run = 0; run < 4; run++)
        {
            Assert.Equal(DestinationFailure.SignInRequired, (await RefusedLookAsync(person)).Failure);
        }

        Assert.Equal(2, person.SignInRequests);

        // Each wait is longer than the one before.
        time.Advance(TimeSpan.FromHours(2.1));
        await RefusedLookAsync(person);
        Assert.Equal(3, person.SignInRequests);
        time.Advance(TimeSpan.FromHours(2.1));
        await RefusedLookAsync(person);
        Assert.Equal(3, person.SignInRequests);
    }

    [Fact]
    public async Task A_way_of_signing_in_whose_tokens_are_refused_is_not_taken_at_each_run()
    {
        await using var person = await GarminPerson.StartAsync();
        person.World.World.Faults.Inject(new Fault(FaultKind.Unauthorized) { Path = "/garmin/userprofile-service/*", Times = 1000 });
        await RefusedSignInAsync(person);
        var asked = person.Garmin.Requests.Total;

        var refusal = await RefusedSignInAsync(person);

        Assert.Equal(asked, person.Garmin.Requests.Total);
        Assert.Contains("--ticket", refusal.Message, StringComparison.Ordinal);
        person.World.World.Faults.Clear();
        Assert.Equal(0, (await person.LoginAsync()).ExitCode);
    }

    [Fact]
    public async Task A_ticket_that_no_client_may_exchange_is_not_fetched_at_each_run()
    {
        await using var person = await GarminPerson.StartAsync();
        person.Garmin.DiClientIds.Clear();

        await RefusedSignInAsync(person);
        await RefusedSignInAsync(person);

        Assert.Equal(1, person.SignInRequests);
    }

    [Fact]
    public async Task A_sign_in_without_an_answer_is_not_repeated_for_the_sake_of_a_look()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.Garmin.ExpireAccessTokens();
        person.Garmin.RevokeRefreshTokens();
        var before = person.Count(Login);
        person.World.World.Faults.Inject(new Fault(FaultKind.DropAnswer) { Path = "/garmin/mobile/api/login", Times = 1000 });

        Assert.Equal(DestinationFailure.Transient, (await RefusedLookAsync(person)).Failure);

        Assert.Equal(before + 1, person.Count(Login));
    }

    [Fact]
    public async Task A_renewal_without_an_answer_is_not_repeated_for_the_sake_of_a_look()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.Garmin.ExpireAccessTokens();
        var before = person.Count("/di-oauth2-service/oauth/token POST");
        person.World.World.Faults.Inject(new Fault(FaultKind.ResetBefore) { Path = Token });

        await RefusedLookAsync(person);

        Assert.InRange(person.Count("/di-oauth2-service/oauth/token POST"), before, before + 1);
        Assert.Equal(1, person.SignInRequests);
    }

    [Fact]
    public async Task A_sign_in_without_an_answer_does_not_make_an_upload_doubtful()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.Garmin.ExpireAccessTokens();
        person.Garmin.RevokeRefreshTokens();
        person.World.World.Faults.Inject(new Fault(FaultKind.DropAnswer) { Path = "/garmin/mobile/api/login", Times = 1000 });
        await using var connection = person.Connect();

        await Assert.ThrowsAnyAsync<DestinationException>(() => connection.Destination.SendAsync([GarminPerson.Weighed(At)], again: false, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(FaultKind.Challenge, 403)]
    [InlineData(FaultKind.Blocked, 403)]
    [InlineData(FaultKind.Html, 400)]
    [InlineData(FaultKind.Html, 404)]
    public async Task A_renewal_that_a_firewall_blocks_is_no_reason_to_send_the_password(FaultKind kind, int status)
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.Garmin.ExpireAccessTokens();
        var session = person.Session.ToJsonString();
        person.World.World.Faults.Inject(new Fault(kind) { Path = Token, HttpStatus = status });

        var refusal = await RefusedLookAsync(person);

        Assert.Equal(DestinationFailure.Transient, refusal.Failure);
        Assert.Contains($"HTTP {status}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, person.SignInRequests);
        Assert.Equal(session, person.Session.ToJsonString());
        await using var later = person.Connect();
        await later.Destination.LookAsync([GarminPerson.Weighed(At).Id], TestContext.Current.CancellationToken);
        Assert.Equal(1, person.SignInRequests);
    }

    [Fact]
    public async Task A_page_that_is_not_Garmins_is_no_word_about_the_password()
    {
        await using var person = await GarminPerson.StartAsync();
        person.World.World.Faults.Inject(new Fault(FaultKind.Html) { Path = "/garmin/mobile/api/login", HttpStatus = 401 });
        person.World.World.Faults.Inject(new Fault(FaultKind.Html) { Path = "/garmin/sso/signin", Action = "POST", HttpStatus = 401 });

        var result = await person.LoginAsync();

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("blocks sign-ins from this machine", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_long_Garmin_asks_for_the_api_is_left_alone_for_two_days_at_most()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch.AddDays(20_000));
        await using var person = await GarminPerson.StartAsync(time);
        Assert.Equal(0, (await person.LoginAsync()).ExitCode);
        person.Set(("apiPause", 86_400 * 7));
        person.World.World.Faults.Inject(new Fault(FaultKind.Html) { Path = "/garmin/weight-service/*", HttpStatus = 429, RetryAfter = TimeSpan.FromDays(400) });

        var refusal = await RefusedLookAsync(person);

        Assert.Equal(time.GetUtcNow().AddHours(48), refusal.RetryAt);
    }

    private static async Task<DestinationException> RefusedSignInAsync(GarminPerson person)
    {
        await using var connection = person.Connect();
        return await Assert.ThrowsAnyAsync<DestinationException>(() => connection.Destination.SignInAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<DestinationException> RefusedLookAsync(GarminPerson person)
    {
        await using var connection = person.Connect();
        return await Assert.ThrowsAnyAsync<DestinationException>(() => connection.Destination.LookAsync([GarminPerson.Weighed(At).Id], TestContext.Current.CancellationToken));
    }
}
