using WithingsSync.Simulator.Faults;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Hostile;

/// <summary>Tokens die, the token endpoint fails: the session file is never emptied, and a person is asked only when nothing else helps.</summary>
public sealed class SignInTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sync")]
    [InlineData("pull", "--kinds", "weight")]
    public async Task A_token_that_died_early_is_renewed_and_the_run_goes_on(params string[] command)
    {
        await using var world = await Worlds.SignedInAsync(days: 5);
        world.World.ExpireAccessTokens();

        await world.RunAsync(command).Exits(0);

        Assert.Equal(1, world.World.Requests.CountOf("/v2/oauth2", "requesttoken"));
        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
    }

    [Fact]
    public async Task A_wrong_client_secret_is_a_matter_of_configuration()
    {
        await using var world = await Worlds.SignedInAsync(days: 1);
        world.World.ExpireAccessTokens();
        world.Environment["WITHINGS_CLIENT_SECRET"] = "not-the-one";
        var session = await File.ReadAllBytesAsync(world.UserFile, Cancellation);

        (await world.RunAsync()).FailsWith(2, "check the client id, the secret and the callback address");

        Assert.Equal(session, await File.ReadAllBytesAsync(world.UserFile, Cancellation));
    }

    [Fact]
    public async Task A_token_near_its_end_is_renewed_once()
    {
        await using var world = await Worlds.SignedInAsync(days: 2);
        world.Clock().Advance(TimeSpan.FromMinutes(175));

        await world.RunAsync("-s").Exits(0);
        await world.RunAsync("-s").Exits(0);

        Assert.Equal(1, world.World.Requests.CountOf("/v2/oauth2", "requesttoken"));
        Assert.Equal(2, world.World.Requests.CountOf("/measure", "getmeas"));
    }

    [Fact]
    public async Task A_lost_grant_asks_for_a_sign_in_and_leaves_the_session_as_it_is()
    {
        await using var world = await Worlds.SignedInAsync(days: 2);
        await world.RunAsync("-s").Exits(0);
        world.World.RevokeGrants();
        var session = await File.ReadAllBytesAsync(world.UserFile, Cancellation);

        foreach (var command in new[] { "sync", "pull" })
        {
            (await world.RunAsync(command)).FailsWith(3, "withings-sync login");
            Assert.Equal(session, await File.ReadAllBytesAsync(world.UserFile, Cancellation));
        }

        await world.SignInAsync();
        await world.RunAsync("-s").Exits(0);
    }

    public static TheoryData<Fault, int> Failures => new()
    {
        { Fault.OfStatus(503), 3 }, { Fault.OfStatus(2556), 1 }, { Fault.OfStatus(524), 1 }, { Fault.TooManyRequests(60), 5 }, { Fault.SameArguments(), 1 },
        { new Fault(FaultKind.Html) { HttpStatus = 503 }, 1 }, { new Fault(FaultKind.Html) { HttpStatus = 200 }, 1 }, { new Fault(FaultKind.Garbage), 1 },
        { new Fault(FaultKind.NoBody), 1 }, { new Fault(FaultKind.ResetBefore), 1 },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_refresh_that_fails_leaves_the_session_as_it_is_and_a_later_one_succeeds(Fault fault, int code)
    {
        await using var world = await Worlds.SignedInAsync(days: 2);
        world.Clock().Advance(TimeSpan.FromHours(4));
        var session = await File.ReadAllBytesAsync(world.UserFile, Cancellation);
        world.World.Faults.Inject(fault with { Path = "/v2/oauth2", Times = 1000 });

        var result = await world.RunAsync();

        result.Exits(code);
        Assert.StartsWith("withings-sync: ", result.Error, StringComparison.Ordinal);
        Assert.Equal(session, await File.ReadAllBytesAsync(world.UserFile, Cancellation));
        world.IsTidy();
        world.World.Faults.Clear();
        await world.RunAsync("-s").Exits(0);
        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
    }

    [Theory]
    [InlineData(FaultKind.DropAnswer)]
    [InlineData(FaultKind.ResetMidway)]
    [InlineData(FaultKind.Truncated)]
    [InlineData(FaultKind.WrongTypes)]
    public async Task A_rotation_whose_answer_was_lost_is_made_again(FaultKind kind)
    {
        await using var world = await Worlds.SignedInAsync(days: 2);
        world.Clock().Advance(TimeSpan.FromHours(4));
        world.World.Faults.Inject(new Fault(kind) { Path = "/v2/oauth2" });

        await world.RunAsync("-s");
        await world.RunAsync("-s").Exits(0);

        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
    }

    [Fact]
    public async Task Runs_at_the_same_time_renew_once_and_harm_nothing()
    {
        await using var world = await Worlds.SignedInAsync(days: 5, TimeProvider.System);
        await world.RunAsync("-s").Exits(0);
        world.World.ExpireAccessTokens();
        world.World.Requests.Clear();

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => world.RunAsync("-s", "-J", "-f", "30d", "-o", $"x{number}")));

        Assert.All(results, result => result.Exits(0));
        Assert.Equal(1, world.World.Requests.CountOf("/v2/oauth2", "requesttoken"));
        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
        Assert.Single(Directory.EnumerateFiles(world.Folder, "x?.json").Select(File.ReadAllText).Distinct(StringComparer.Ordinal));
        world.IsTidy();
    }

    [Fact]
    public async Task The_same_arguments_twice_within_ten_seconds_are_waited_out()
    {
        await using var world = await Worlds.SignedInAsync(days: 2, refuseRepeats: true);
        await world.RunAsync("-J", "-f", "2d", "-o", "x").Exits(0);

        await world.RunAsync("-J", "-f", "2d", "-o", "x").Exits(0);
        var result = await world.RunAsync("-J", "-f", "2d", "-o", "x").Exits(0);

        Assert.Empty(result.Error);
        Assert.InRange(world.Time.GetUtcNow() - Worlds.Noon, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Nobody_is_asked_for_anything_without_a_terminal()
    {
        await using var world = await Worlds.StrangerAsync(days: 1);

        (await world.RunAsync()).FailsWith(3, "withings-sync login");
        (await world.RunAsync("pull")).FailsWith(3, "withings-sync login");
        Assert.Equal(0, world.Requests());
    }

    [Fact]
    public async Task A_session_emptied_by_the_Python_tool_needs_a_sign_in_and_says_so()
    {
        await using var world = await Worlds.SignedInAsync(days: 1);
        await File.WriteAllTextAsync(world.UserFile, """{"access_token": null, "authentification_code": "x", "last_sync": 1, "refresh_token": null, "userid": null}""", Cancellation);

        (await world.RunAsync()).FailsWith(3, "withings-sync login");
    }
}
