using WithingsSync.Pipeline.Delivering;
using WithingsSync.Simulator.Faults;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.GarminConnect;

/// <summary>Tokens that were obtained are not lost, whatever comes after them, and a sign-in for good stays one.</summary>
public sealed class KeptTokenTests
{
    private const string Profile = "/garmin/userprofile-service/*";

    private static readonly DateTimeOffset At = new(2026, 1, 2, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_sign_in_for_good_stays_one_when_its_token_is_renewed()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.Garmin.ExpireAccessTokens();

        await LookAsync(person);

        Assert.True((bool?)person.Session["standing"]);
        Assert.Equal(GarminPerson.Login, (string?)person.Session["login"]);
    }

    [Fact]
    public async Task A_sign_in_for_good_stays_one_when_a_run_signs_the_same_account_in_anew()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.Garmin.ExpireAccessTokens();
        person.Garmin.RevokeRefreshTokens();

        await LookAsync(person);

        Assert.Equal(2, person.SignInRequests);
        Assert.True((bool?)person.Session["standing"]);
    }

    [Fact]
    public async Task A_sign_in_for_good_is_not_handed_on_to_another_account()
    {
        await using var person = await GarminPerson.SignedInAsync();
        var other = person.Garmin.AddAccount("other@example.com", "Other-Pa55word!");
        person.World.Environment["GARMIN_USERNAME"] = other.Username;
        person.World.Environment["GARMIN_PASSWORD"] = other.Password;

        await LookAsync(person);

        Assert.Equal(other.Username, (string?)person.Session["login"]);
        Assert.Null(person.Session["standing"]);
    }

    [Fact]
    public async Task Renewed_tokens_of_an_import_are_kept_when_the_api_gives_no_answer()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.Garmin.ExpireAccessTokens();
        var file = person.World.PathOf("theirs.json");
        var session = person.Session;
        session["di_token"] = "";
        await File.WriteAllTextAsync(file, session.ToJsonString(), TestContext.Current.CancellationToken);
        File.Delete(person.SessionFile);
        person.World.World.Faults.Inject(new Fault(FaultKind.Html) { Path = Profile, Times = 20, HttpStatus = 503 });

        var result = await person.LoginAsync("--import", file);

        Assert.Contains("The sign-in is kept", result.Error, StringComparison.Ordinal);
        Assert.NotEqual((string?)session["di_refresh_token"], (string?)person.Session["di_refresh_token"]);
        person.World.World.Faults.Clear();
        await using var connection = person.Connect();
        Assert.Equal($"{person.Garmin.Account.ProfileId}", await connection.Destination.SignInAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, person.SignInRequests);
        Assert.True((bool?)person.Session["standing"]);
    }

    [Fact]
    public async Task An_import_that_the_api_refuses_leaves_the_saved_sign_in_as_it_was()
    {
        await using var person = await GarminPerson.SignedInAsync();
        var before = person.Session.ToJsonString();
        var file = person.World.PathOf("theirs.json");
        var theirs = person.Session;
        theirs["di_token"] = "";
        await File.WriteAllTextAsync(file, theirs.ToJsonString(), TestContext.Current.CancellationToken);
        person.World.World.Faults.Inject(new Fault(FaultKind.Unauthorized) { Path = Profile, Times = 20 });

        Assert.Equal(4, (await person.LoginAsync("--import", file)).ExitCode);

        Assert.Equal(before, person.Session.ToJsonString());
    }

    [Theory]
    [InlineData(FaultKind.Html)]
    [InlineData(FaultKind.ResetBefore)]
    [InlineData(FaultKind.Garbage)]
    public async Task A_new_sign_in_is_kept_when_the_api_does_not_confirm_it(FaultKind kind)
    {
        await using var person = await GarminPerson.StartAsync();
        person.World.World.Faults.Inject(new Fault(kind) { Path = Profile, Times = 1000, HttpStatus = 503 });
        for (var run = 0; run < 3; run++)
        {
            await using var connection = person.Connect();
            await Assert.ThrowsAnyAsync<DestinationException>(() => connection.Destination.SignInAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(1, person.SignInRequests);
        person.World.World.Faults.Clear();
        await using var later = person.Connect();
        Assert.Equal($"{person.Garmin.Account.ProfileId}", await later.Destination.SignInAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, person.SignInRequests);
    }

    [Fact]
    public async Task A_new_sign_in_is_kept_when_the_api_has_too_many_requests_and_later_runs_wait()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch.AddDays(20_000));
        await using var person = await GarminPerson.StartAsync(time);
        person.World.World.Faults.Inject(new Fault(FaultKind.RateLimited) { Path = Profile });

        Assert.Equal(5, (await person.LoginAsync()).ExitCode);

        var asked = person.Garmin.Requests.Total;
        await using (var early = person.Connect())
        {
            var refusal = await Assert.ThrowsAnyAsync<DestinationException>(() => early.Destination.SignInAsync(TestContext.Current.CancellationToken));
            Assert.Equal(DestinationFailure.Throttled, refusal.Failure);
        }

        Assert.Equal(asked, person.Garmin.Requests.Total);
        time.Advance(TimeSpan.FromHours(1.1));
        await using var later = person.Connect();
        Assert.Equal($"{person.Garmin.Account.ProfileId}", await later.Destination.SignInAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, person.SignInRequests);
        Assert.True((bool?)person.Session["standing"]);
    }

    [Fact]
    public async Task Signing_out_takes_the_tokens_out_of_a_file_that_is_linked_to()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Links need a right on Windows.");
        }

        await using var person = await GarminPerson.SignedInAsync();
        var target = person.World.PathOf("elsewhere.json");
        File.Move(person.SessionFile, target);
        File.CreateSymbolicLink(person.SessionFile, target);

        await person.World.RunAsync("garmin", "logout");

        Assert.False(File.Exists(target));
        Assert.Equal(0, (await person.LoginAsync()).ExitCode);
        Assert.True(File.Exists(target));
        Assert.NotNull(new FileInfo(person.SessionFile).LinkTarget);
    }

    [Fact]
    public async Task What_a_killed_run_left_beside_the_notes_is_taken_away()
    {
        await using var person = await GarminPerson.StartAsync();
        var left = $"{person.NotesFile}.4711.{Guid.NewGuid():N}.tmp";
        await File.WriteAllTextAsync(left, "{}", TestContext.Current.CancellationToken);

        Assert.Equal(0, (await person.LoginAsync()).ExitCode);

        Assert.False(File.Exists(left));
    }

    private static async Task LookAsync(GarminPerson person)
    {
        await using var connection = person.Connect();
        await connection.Destination.LookAsync([GarminPerson.Weighed(At).Id], TestContext.Current.CancellationToken);
    }
}
