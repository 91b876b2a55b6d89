using WithingsSync.Simulator.Faults;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Login;

/// <summary>The callback is a page elsewhere, and the person copies from it.</summary>
public sealed class PastedCodeTests
{
    [Theory]
    [InlineData("{code}")]
    [InlineData("  {code} ")]
    [InlineData("{url}")]
    [InlineData("{url}#_=_")]
    [InlineData("code={code}&state={state}")]
    public async Task The_code_or_the_whole_address_is_understood(string form)
    {
        await using var world = await StartAsync();
        await using var run = TerminalRun.Start(world, "login");
        var redirect = await run.ConsentAsync();
        var query = System.Web.HttpUtility.ParseQueryString(redirect.Query);

        run.Type(form.Replace("{code}", query["code"], StringComparison.Ordinal).Replace("{state}", query["state"], StringComparison.Ordinal).Replace("{url}", redirect.OriginalString, StringComparison.Ordinal));

        Assert.Equal(0, (await run.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task An_address_of_another_sign_in_is_refused_and_the_right_one_still_works()
    {
        await using var world = await StartAsync();
        await using var run = TerminalRun.Start(world, "login");
        var redirect = await run.ConsentAsync();

        run.Type($"{Callbacks.Remote}?code={Callbacks.CodeOf(redirect)}&state=another");
        await run.SeesAsync("Token : ", times: 2);
        run.Type(redirect.OriginalString);

        Assert.Equal(0, (await run.EndAsync()).ExitCode);
        Assert.Contains("another sign-in", run.Screen, StringComparison.Ordinal);
        Assert.Equal(1, world.World.Requests.CountOf("/v2/oauth2", "requesttoken"));
    }

    [Fact]
    public async Task A_code_that_came_too_late_costs_only_another_try()
    {
        await using var world = await StartAsync();
        await using var run = TerminalRun.Start(world, "login");
        var late = await run.ConsentAsync();
        await world.World.AdvanceAsync(TimeSpan.FromSeconds(31));

        run.Type(Callbacks.CodeOf(late));
        await run.SeesAsync("A code lives 30 seconds");
        run.Type(Callbacks.CodeOf(await run.ConsentAsync()));

        var result = await run.EndAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.True(File.Exists(world.UserFile));
    }

    [Fact]
    public async Task Nonsense_is_told_and_asked_again()
    {
        await using var world = await StartAsync();
        await using var run = TerminalRun.Start(world, "login");
        var redirect = await run.ConsentAsync();

        run.Type("");
        await run.SeesAsync("Nothing was entered.");
        run.Type("what do I do");
        await run.SeesAsync("neither a code nor an address");
        run.Type(Callbacks.Remote);
        await run.SeesAsync("Token : ", times: 4);
        run.Type(Callbacks.CodeOf(redirect));

        Assert.Equal(0, (await run.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task The_seconds_left_are_shown_while_the_exchange_takes_its_time()
    {
        await using var world = await StartAsync();
        await using var run = TerminalRun.Start(world, "login");
        var held = world.World.Faults.Inject(new(FaultKind.Hold) { Path = "/v2/oauth2" });

        run.Type(Callbacks.CodeOf(await run.ConsentAsync()));
        await run.SeesAsync("30 s left");
        await run.SeesAsync("29 s left");
        held.Release();

        Assert.Equal(0, (await run.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_terminal_that_goes_while_the_code_is_exchanged_does_not_cost_the_grant()
    {
        await using var world = await StartAsync();
        await using var run = TerminalRun.Start(world, "login");
        var redirect = await run.ConsentAsync();
        run.BreakScreen();

        run.Type(Callbacks.CodeOf(redirect));

        Assert.Equal(1, (await run.EndAsync()).ExitCode);
        Assert.True(File.Exists(world.UserFile));
        Assert.Equal(0, (await world.RunAsync("-s")).ExitCode);
    }

    [Fact]
    public async Task A_sign_in_waits_for_another_run_and_says_so()
    {
        await using var world = await StartAsync();
        await using var run = TerminalRun.Start(world, "login");
        var redirect = await run.ConsentAsync();

        await using (new FileStream(world.UserFile + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            run.Type(Callbacks.CodeOf(redirect));
            await run.SeesAsync("Another run holds");
            Assert.False(File.Exists(world.UserFile));
        }

        Assert.Equal(0, (await run.EndAsync()).ExitCode);
        Assert.True(File.Exists(world.UserFile));
    }

    [Fact]
    public async Task A_stumbling_Withings_is_asked_again_while_the_code_lives()
    {
        await using var world = await StartAsync();
        await using var run = TerminalRun.Start(world, "login");
        world.World.Faults.Inject(new(FaultKind.Html) { Path = "/v2/oauth2" });

        run.Type(Callbacks.CodeOf(await run.ConsentAsync()));

        Assert.Equal(0, (await run.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task The_end_of_input_ends_the_sign_in()
    {
        await using var world = await StartAsync();
        await using var run = TerminalRun.Start(world, "login");
        await run.AddressAsync();

        run.HangUp();

        var result = await run.EndAsync();
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("No code was entered", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(world.UserFile));
    }

    [Fact]
    public async Task A_second_sign_in_replaces_the_tokens_and_keeps_the_rest_of_the_file()
    {
        await using var world = await StartAsync();
        await File.WriteAllTextAsync(world.UserFile, """{"last_sync": 1700000000, "access_token": null, "refresh_token": null, "userid": null}""");
        await using var run = TerminalRun.Start(world, "login");

        run.Type(Callbacks.CodeOf(await run.ConsentAsync()));

        Assert.Equal(0, (await run.EndAsync()).ExitCode);
        Assert.Contains("\"last_sync\": 1700000000", await File.ReadAllTextAsync(world.UserFile), StringComparison.Ordinal);
    }

    private static async Task<LoopbackWorld> StartAsync()
    {
        var world = await LoopbackWorld.StartAsync();
        Callbacks.UseRemote(world);
        return world;
    }
}
