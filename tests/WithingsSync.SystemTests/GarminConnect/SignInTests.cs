using System.Text.Json.Nodes;
using WithingsSync.Simulator.Faults;
using WithingsSync.Simulator.Garmin;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.GarminConnect;

/// <summary>Signing in at Garmin through the command line (garmin-trainerroad-fit.md §1.10), against the simulator.</summary>
public sealed class SignInTests
{
    [Fact]
    public async Task The_first_sign_in_takes_one_login_and_keeps_the_session_to_its_owner()
    {
        await using var person = await GarminPerson.StartAsync();

        var result = await person.LoginAsync("-v");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("Garmin authentication successful", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, person.SignInRequests);
        Assert.All(["di_token", "di_refresh_token", "di_client_id"], name => Assert.NotEmpty((string)person.Session[name]!));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(person.SessionFile));
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once_by_unattended_runs_and_again_by_a_person()
    {
        await using var person = await GarminPerson.StartAsync();
        person.World.Environment["GARMIN_PASSWORD"] = "Not-the-one";
        await using (var connection = person.Connect())
        {
            await Assert.ThrowsAnyAsync<Exception>(() => connection.Destination.SignInAsync(TestContext.Current.CancellationToken));
            await Assert.ThrowsAnyAsync<Exception>(() => connection.Destination.SignInAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(1, person.SignInRequests);
        Assert.DoesNotContain("Not-the-one", await File.ReadAllTextAsync(person.NotesFile), StringComparison.Ordinal);

        Assert.Equal(4, (await person.LoginAsync()).ExitCode);
        Assert.Equal(2, person.SignInRequests);

        person.World.Environment["GARMIN_PASSWORD"] = GarminService.DefaultPassword;
        await using var corrected = person.Connect();
        await corrected.Destination.SignInAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task After_429_nothing_more_is_asked_and_the_wait_grows()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch.AddDays(20_000));
        await using var person = await GarminPerson.StartAsync(time);
        person.Garmin.LimitLogins(GarminPerson.Login, TimeSpan.FromHours(3));

        var first = await person.LoginAsync();
        var second = await person.LoginAsync();

        Assert.Equal(5, first.ExitCode);
        Assert.Equal(5, second.ExitCode);
        Assert.Contains("Not before", second.Error, StringComparison.Ordinal);
        Assert.Equal(1, person.Garmin.Requests.Total);

        time.Advance(TimeSpan.FromHours(2.1));
        Assert.Equal(5, (await person.LoginAsync()).ExitCode);
        time.Advance(TimeSpan.FromHours(3.5));
        Assert.Equal(2, person.Garmin.Requests.Total);
        Assert.Equal(5, (await person.LoginAsync()).ExitCode);
        Assert.Equal(2, person.Garmin.Requests.Total);
        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, (await person.LoginAsync()).ExitCode);
        Assert.False(File.Exists(person.NotesFile));
    }

    [Fact]
    public async Task A_429_hidden_in_a_200_counts_as_one()
    {
        await using var person = await GarminPerson.StartAsync();
        person.World.World.Faults.Inject(new Fault(FaultKind.RateLimitedInside) { Path = "/garmin/mobile/api/login" });

        Assert.Equal(5, (await person.LoginAsync()).ExitCode);
        Assert.Equal(1, person.Garmin.Requests.Total);
    }

    [Fact]
    public async Task Logging_out_forgets_the_session_and_keeps_the_cooldown()
    {
        await using var person = await GarminPerson.StartAsync();
        Assert.Equal(0, (await person.LoginAsync()).ExitCode);
        person.Garmin.LimitLogins(GarminPerson.Login, TimeSpan.FromHours(1));
        Assert.Equal(5, (await person.LoginAsync()).ExitCode);
        Assert.True(File.Exists(person.SessionFile));

        var result = await person.World.RunAsync("garmin", "logout");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("wants to be left alone until", result.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(person.SessionFile));
        Assert.Equal(5, (await person.LoginAsync()).ExitCode);
    }

    [Theory]
    [InlineData(FaultKind.Challenge)]
    [InlineData(FaultKind.Blocked)]
    [InlineData(FaultKind.Captcha)]
    public async Task Where_a_firewall_stands_in_the_first_way_the_widget_is_taken(FaultKind obstacle)
    {
        await using var person = await GarminPerson.StartAsync();
        person.World.World.Faults.Inject(new Fault(obstacle) { Path = "/garmin/mobile/api/login" });

        var result = await person.LoginAsync();

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(1, person.Count("/sso/signin POST"));
    }

    [Fact]
    public async Task A_widget_token_that_the_api_refuses_is_thrown_away_and_the_other_ways_are_named()
    {
        await using var person = await GarminPerson.StartAsync();
        person.Garmin.Account.RefusesWidgetTokens = true;
        person.World.World.Faults.Inject(new Fault(FaultKind.Challenge) { Path = "/garmin/mobile/api/login" });

        var result = await person.LoginAsync();

        Assert.Equal(4, result.ExitCode);
        Assert.Contains("--portal", result.Error, StringComparison.Ordinal);
        Assert.Contains("--ticket", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(person.SessionFile));

        var portal = await person.LoginAsync("--portal");
        Assert.True(portal.ExitCode == 0, portal.ToString());
    }

    [Fact]
    public async Task When_every_way_is_blocked_unattended_runs_wait_and_a_ticket_works()
    {
        await using var person = await GarminPerson.StartAsync();
        person.World.World.Faults.Inject(new Fault(FaultKind.Challenge) { Path = "/garmin/mobile/api/login" });
        person.World.World.Faults.Inject(new Fault(FaultKind.Blocked) { Path = "/garmin/sso/signin" });

        Assert.Equal(4, (await person.LoginAsync()).ExitCode);
        var asked = person.Garmin.Requests.Total;
        await using (var connection = person.Connect())
        {
            await Assert.ThrowsAnyAsync<Exception>(() => connection.Destination.SignInAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(asked, person.Garmin.Requests.Total);
        var result = await person.LoginAsync("--ticket", person.Garmin.IssueTicket(GarminPerson.Login));
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Theory]
    [InlineData(GarminAccountState.Locked, "locked")]
    [InlineData(GarminAccountState.Disabled, "disabled")]
    [InlineData(GarminAccountState.Child, "child")]
    [InlineData(GarminAccountState.MustRenewPassword, "new password")]
    [InlineData(GarminAccountState.MustSetUpMfa, "set up codes")]
    [InlineData(GarminAccountState.TooManyLogins, "too many times")]
    public async Task Each_state_of_an_account_has_its_sentence(GarminAccountState state, string word)
    {
        await using var person = await GarminPerson.StartAsync();
        person.Garmin.Account.State = state;

        var mobile = await person.LoginAsync();
        person.World.World.Faults.Inject(new Fault(FaultKind.Challenge) { Path = "/garmin/mobile/api/login" });
        var widget = await person.LoginAsync();

        Assert.All([mobile, widget], result => Assert.Equal(4, result.ExitCode));
        Assert.All([mobile, widget], result => Assert.Contains(word, result.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_ticket_is_found_in_the_pasted_answer_and_serves_once()
    {
        await using var person = await GarminPerson.StartAsync();
        var pasted = $$"""{ "serviceTicketId": "{{person.Garmin.IssueTicket(GarminPerson.Login)}}" }""";

        var first = await person.LoginAsync(new StringReader(pasted), "--ticket", "-");
        var second = await person.LoginAsync("--ticket", pasted);

        Assert.True(first.ExitCode == 0, first.ToString());
        Assert.Equal(4, second.ExitCode);
        Assert.True(File.Exists(person.SessionFile));
    }

    [Fact]
    public async Task A_changed_client_id_or_host_is_set_in_a_file_and_a_wrong_setting_is_named()
    {
        await using var person = await GarminPerson.StartAsync();
        person.Garmin.DiClientIds.Clear();
        person.Garmin.DiClientIds.Add("NEXT_YEARS_CLIENT");
        Assert.Equal(4, (await person.LoginAsync()).ExitCode);

        person.Set(("diClientIds", new JsonArray("NEXT_YEARS_CLIENT")));
        Assert.Equal(0, (await person.LoginAsync()).ExitCode);

        person.Set(("retries", "many"));
        var wrong = await person.LoginAsync();
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("garmin.retries", wrong.Error, StringComparison.Ordinal);
    }
}
