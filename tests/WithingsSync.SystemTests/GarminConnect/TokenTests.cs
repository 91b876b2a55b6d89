using WithingsSync.Pipeline.Delivering;
using WithingsSync.Simulator.Faults;
using Xunit;

namespace WithingsSync.SystemTests.GarminConnect;

/// <summary>Tokens that end, are refused, are used twice, or come from another program.</summary>
public sealed class TokenTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 7, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_saved_token_is_used_without_any_request()
    {
        await using var person = await GarminPerson.SignedInAsync();
        var before = person.Garmin.Requests.Total;

        await using var connection = person.Connect();

        Assert.Equal($"{person.Garmin.Account.ProfileId}", await connection.Destination.SignInAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"{person.Garmin.Account.ProfileId}", await connection.Destination.FindRecipientAsync(TestContext.Current.CancellationToken));
        Assert.Equal(before, person.Garmin.Requests.Total);
    }

    [Fact]
    public async Task A_token_that_the_api_refuses_is_refreshed_once_and_the_upload_repeated()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.Garmin.ExpireAccessTokens();
        await using var connection = person.Connect();

        Assert.IsType<SendResult.Stored>(await connection.Destination.SendAsync([GarminPerson.Weighed(At)], again: false, TestContext.Current.CancellationToken));
        Assert.Equal(1, person.SignInRequests);
        Assert.Single(person.Garmin.WeighInsOf(GarminPerson.Login));
    }

    [Fact]
    public async Task Many_calls_at_once_share_one_refresh()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.Garmin.ExpireAccessTokens();
        var before = person.Count("/di-oauth2-service/oauth/token POST");
        await using var connection = person.Connect();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => connection.Destination.LookAsync([GarminPerson.Weighed(At.AddDays(i)).Id], TestContext.Current.CancellationToken)));

        Assert.Equal(before + 1, person.Count("/di-oauth2-service/oauth/token POST"));
    }

    [Fact]
    public async Task A_rejected_refresh_leaves_the_file_and_says_what_to_do()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.Garmin.ExpireAccessTokens();
        person.Garmin.RevokeRefreshTokens();
        var file = await File.ReadAllBytesAsync(person.SessionFile, TestContext.Current.CancellationToken);
        person.World.Environment.Remove("GARMIN_PASSWORD");
        await using var connection = person.Connect();

        var refusal = await Assert.ThrowsAsync<DestinationException>(() => connection.Destination.LookAsync([GarminPerson.Weighed(At).Id], TestContext.Current.CancellationToken));

        Assert.Equal(DestinationFailure.SignInRequired, refusal.Failure);
        Assert.Contains("garmin login", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(file, await File.ReadAllBytesAsync(person.SessionFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_rejected_refresh_heals_itself_where_the_password_is_known()
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.Garmin.ExpireAccessTokens();
        person.Garmin.RevokeRefreshTokens();
        await using var connection = person.Connect();

        await connection.Destination.LookAsync([GarminPerson.Weighed(At).Id], TestContext.Current.CancellationToken);

        Assert.Equal(2, person.SignInRequests);
    }

    [Fact]
    public async Task A_session_of_another_account_is_replaced_by_a_new_sign_in()
    {
        await using var person = await GarminPerson.SignedInAsync();
        var other = person.Garmin.AddAccount("other@example.com", "Other-Pa55word!");
        person.World.Environment["GARMIN_USERNAME"] = other.Username;
        person.World.Environment["GARMIN_PASSWORD"] = other.Password;
        await using var connection = person.Connect();

        Assert.Null(await connection.Destination.FindRecipientAsync(TestContext.Current.CancellationToken));
        Assert.Equal($"{other.ProfileId}", await connection.Destination.SignInAsync(TestContext.Current.CancellationToken));
        Assert.Equal(other.Username, (string?)person.Session["login"]);
    }

    [Fact]
    public async Task The_python_tools_file_is_taken_over_as_it_is_and_its_other_keys_stay()
    {
        await using var person = await GarminPerson.SignedInAsync();
        var session = person.Session;
        foreach (var name in session.Select(pair => pair.Key).Where(name => !name.StartsWith("di_", StringComparison.Ordinal)).ToList())
        {
            session.Remove(name);
        }

        session["theirs"] = "kept";
        await File.WriteAllTextAsync(person.SessionFile, session.ToJsonString(), TestContext.Current.CancellationToken);
        await using var connection = person.Connect();

        Assert.Equal($"{person.Garmin.Account.ProfileId}", await connection.Destination.SignInAsync(TestContext.Current.CancellationToken));
        Assert.Equal("kept", (string?)person.Session["theirs"]);
        Assert.Equal(GarminPerson.Login, (string?)person.Session["login"]);
        Assert.Equal(1, person.SignInRequests);
    }

    [Fact]
    public async Task An_import_takes_a_folder_of_the_python_tools()
    {
        await using var person = await GarminPerson.SignedInAsync();
        var folder = Directory.CreateDirectory(person.World.PathOf(".garminconnect")).FullName;
        File.Move(person.SessionFile, Path.Combine(folder, "garmin_tokens.json"));

        var result = await person.LoginAsync("--import", "~/.garminconnect");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(1, person.SignInRequests);
    }

    [Theory]
    [InlineData(FaultKind.TokenWithoutExpiry)]
    [InlineData(FaultKind.NoRefreshToken)]
    public async Task A_meagre_token_answer_is_enough(FaultKind fault)
    {
        await using var person = await GarminPerson.SignedInAsync();
        person.Garmin.ExpireAccessTokens();
        person.World.World.Faults.Inject(new Fault(fault) { Path = "/garmin/di-oauth2-service/oauth/token" });
        await using (var connection = person.Connect())
        {
            await connection.Destination.LookAsync([GarminPerson.Weighed(At).Id], TestContext.Current.CancellationToken);
        }

        person.Garmin.ExpireAccessTokens();
        await using var later = person.Connect();
        await later.Destination.LookAsync([GarminPerson.Weighed(At).Id], TestContext.Current.CancellationToken);
        Assert.Equal(1, person.SignInRequests);
    }
}
