using WithingsSync.Simulator.Faults;
using WithingsSync.Simulator.TrainerRoad;
using WithingsSync.SystemTests.Scene;
using Xunit;
using static WithingsSync.SystemTests.TrainerRoad.TrainerRoadWorld;

namespace WithingsSync.SystemTests.TrainerRoad;

/// <summary>The sign-in at the simulated TrainerRoad, and the cookie between runs.</summary>
public sealed class SignInTests
{
    [Fact]
    public async Task The_sign_in_is_kept_between_runs_and_only_for_its_owner()
    {
        await using var world = await StartAsync();
        (await world.SyncAsync()).Exits(0);
        world.WeighLater(80.1m);

        (await world.SyncAsync()).Exits(0);

        Assert.Equal(1, world.Count(LoginPage, "POST"));
        Assert.Equal(80.1m, world.Service.WeightOf(Rider));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(world.SessionFile) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task A_form_without_its_token_would_be_refused_and_one_that_needs_none_works_too()
    {
        await using var world = await StartAsync();
        world.Service.RequiresAntiForgery = false;

        (await world.SyncAsync()).Exits(0);

        Assert.Equal(80.53m, world.Service.WeightOf(Rider));
    }

    [Fact]
    public async Task A_cookie_that_died_early_costs_one_sign_in()
    {
        await using var world = await StartAsync();
        (await world.SyncAsync()).Exits(0);
        world.Service.ExpireCookies();
        world.WeighLater(80.1m);

        (await world.SyncAsync()).Exits(0);

        Assert.Equal(2, world.Count(LoginPage, "POST"));
        Assert.Equal(80.1m, world.Service.WeightOf(Rider));
    }

    [Fact]
    public async Task After_thirty_days_the_old_cookie_is_not_even_shown()
    {
        await using var world = await StartAsync();
        (await world.SyncAsync()).Exits(0);
        world.WeighLater(80.1m, hours: (31 * 24) - 1);
        world.Service.Requests.Clear();

        (await world.SyncAsync()).Exits(0);

        Assert.All(world.Service.Requests.Recent, request => Assert.NotEqual(401, request.Status));
        Assert.Equal(80.1m, world.Service.WeightOf(Rider));
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once_and_ends_the_run_with_4()
    {
        await using var world = await StartAsync();
        world.SignsInAs(Rider, "not-the-password");

        var result = (await world.SyncAsync()).Exits(4);

        Assert.Equal(1, world.Count(LoginPage, "POST"));
        Assert.Contains("TrainerRoad does not accept the user name or the password", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-password", result.Out + result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(world.SessionFile));
    }

    [Fact]
    public async Task A_refused_password_is_not_sent_again_by_later_runs_until_it_is_changed()
    {
        await using var world = await StartAsync();
        world.SignsInAs(Rider, "not-the-password");
        (await world.SyncAsync()).Exits(4);
        world.WeighLater(80.1m, hours: 30);

        var result = (await world.SyncAsync()).Exits(4);

        Assert.Equal(1, world.Count(LoginPage, "POST"));
        Assert.Contains("refused this user name and password before", result.Out, StringComparison.Ordinal);
        Assert.Contains("TrainerRoad sign-in\tthe user name and password were refused", (await world.Person.RunAsync("status")).Exits(0).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-password", await File.ReadAllTextAsync(world.NotesFile), StringComparison.Ordinal);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(world.NotesFile) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));

        world.SignsInAs(Rider, TrainerRoadService.DefaultPassword);
        (await world.SyncAsync()).Exits(0);
        Assert.Equal(80.1m, world.Service.WeightOf(Rider));
        Assert.False(File.Exists(world.NotesFile));
    }

    [Fact]
    public async Task A_refused_password_that_became_right_is_sent_again_when_the_person_says_retry()
    {
        await using var world = await StartAsync();
        world.SignsInAs("later", "the-new-password");
        (await world.SyncAsync()).Exits(4);
        world.Service.AddAccount("later", "the-new-password");
        (await world.SyncAsync()).Exits(4);

        (await world.Person.RunAsync("deliveries", "retry", "--destination", "trainerroad")).Exits(0);

        Assert.Equal(80.53m, world.Service.WeightOf("later"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"not_before":"soon","was_throttled":7,"refused_credentials":"x:y"}""")]
    public async Task Damaged_notes_hold_nobody_back(string content)
    {
        await using var world = await StartAsync();
        await File.WriteAllTextAsync(world.NotesFile, content);

        (await world.SyncAsync()).Exits(0);

        Assert.False(File.Exists(world.NotesFile));
    }

    [Fact]
    public async Task A_changed_password_does_not_matter_while_the_cookie_is_good_and_ends_with_4_when_it_is_not()
    {
        await using var world = await StartAsync();
        (await world.SyncAsync()).Exits(0);
        world.SignsInAs(Rider, "");
        world.WeighLater(80.1m);
        (await world.SyncAsync()).Exits(0);
        world.Service.ExpireCookies();
        world.WeighLater(80.2m);

        var result = (await world.SyncAsync()).Exits(4);

        Assert.Contains("TRAINERROAD_PASSWORD", result.Out, StringComparison.Ordinal);
        Assert.Equal(80.1m, world.Service.WeightOf(Rider));
    }

    [Fact]
    public async Task Another_rider_signs_in_anew_and_has_a_weight_of_their_own()
    {
        await using var world = await StartAsync();
        (await world.SyncAsync()).Exits(0);
        world.Service.AddAccount("Other", "Other-Pa55word!");
        world.SignsInAs("Other", "Other-Pa55word!");
        world.WeighLater(80.1m);

        (await world.SyncAsync()).Exits(0);

        Assert.Equal(2, world.Count(LoginPage, "POST"));
        Assert.Equal((80.53m, 80.1m), (world.Service.WeightOf(Rider), world.Service.WeightOf("other")));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_challenge_is_told_as_such_and_not_as_a_wrong_password(string method)
    {
        await using var world = await StartAsync();
        world.Person.World.Faults.Inject(new(FaultKind.Challenge) { Path = LoginPage, Action = method });

        var result = (await world.SyncAsync()).Exits(6);

        Assert.Contains("firewall", result.Out, StringComparison.Ordinal);
        Assert.Contains("Not before 2026-06-15 14:3", (await world.SyncAsync()).Exits(5).Out, StringComparison.Ordinal);
        world.Person.Clock().Advance(TimeSpan.FromHours(2));
        (await world.SyncAsync()).Exits(0);
        Assert.Equal(80.53m, world.Service.WeightOf(Rider));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"address":1,"cookie":2,"expires_at":"soon","username":null}""")]
    public async Task A_damaged_session_file_costs_one_sign_in(string content)
    {
        await using var world = await StartAsync();
        await File.WriteAllTextAsync(world.SessionFile, content);

        (await world.SyncAsync()).Exits(0);

        Assert.Equal(80.53m, world.Service.WeightOf(Rider));
        Assert.Contains("\"cookie\"", await File.ReadAllTextAsync(world.SessionFile), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_none_is_a_matter_of_configuration()
    {
        await using var world = await StartAsync();
        world.Person.Environment["TRAINERROAD_URL"] = "trainerroad";

        (await world.SyncAsync()).FailsWith(2, "TRAINERROAD_URL");
    }
}
