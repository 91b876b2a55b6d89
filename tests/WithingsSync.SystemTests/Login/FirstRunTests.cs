using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Login;

/// <summary>What a person meets who has never signed in (garmin-trainerroad-fit.md §5.2).</summary>
public sealed class FirstRunTests
{
    private static readonly string[] UpstreamTexts =
    [
        "Can't read config file ",
        "User interaction needed to get Authentification Code from Withings!",
        "Open the following URL in your web browser and copy back the token. You will have *30 seconds* before the token expires. HURRY UP!",
        "(This is one-time activity)",
        "Token : ",
    ];

    [Theory]
    [InlineData("login")]
    [InlineData("sync")]
    [InlineData("pull")]
    public async Task Without_an_application_the_two_registration_links_are_shown(string command)
    {
        await using var world = await LoopbackWorld.StartAsync();
        foreach (var name in new[] { "WITHINGS_CLIENT_ID", "WITHINGS_CLIENT_SECRET", "WITHINGS_REDIRECT_URI" })
        {
            world.Environment.Remove(name);
        }

        var result = await world.RunAsync(command);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("https://account.withings.com/connectionuser/account_create", result.Error, StringComparison.Ordinal);
        Assert.Contains("https://account.withings.com/partner/add_oauth2", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_texts_of_the_Python_tool_are_shown(bool local)
    {
        await using var world = await LoopbackWorld.StartAsync();
        UseCallback(world, local);
        await using var run = TerminalRun.Start(world, "login");

        run.Type((await run.ConsentAsync()).OriginalString);

        var result = await run.EndAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.All(UpstreamTexts, text => Assert.Contains(text, run.Screen, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sync_on_a_terminal_signs_in_and_goes_on()
    {
        await using var world = await LoopbackWorld.StartAsync();
        Callbacks.UseRemote(world);
        await using var run = TerminalRun.Start(world, "-f", "30d", "-J", "-o", "month", "--no-upload");

        run.Type(Callbacks.CodeOf(await run.ConsentAsync()));

        var result = await run.EndAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.True(File.Exists(world.PathOf("month.json")));
    }

    [Fact]
    public async Task The_demo_user_is_asked_for_in_the_address()
    {
        await using var world = await LoopbackWorld.StartAsync();
        Callbacks.UseRemote(world);
        await using var own = TerminalRun.Start(world, "login");
        await using var demo = TerminalRun.Start(world, "login", "--demo-user");

        Assert.DoesNotContain("mode=demo", (await own.AddressAsync()).Query, StringComparison.Ordinal);
        Assert.Contains("mode=demo", (await demo.AddressAsync()).Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_a_pull_needs_is_asked_for_unless_the_person_says_less()
    {
        await using var world = await LoopbackWorld.StartAsync();
        Callbacks.UseRemote(world);
        await using var all = TerminalRun.Start(world, "login");
        await using var less = TerminalRun.Start(world, "login", "--scopes", "user.metrics");

        Assert.Contains("scope=user.metrics%2Cuser.activity%2Cuser.info&", (await all.AddressAsync()).OriginalString, StringComparison.Ordinal);
        Assert.Contains("scope=user.metrics&", (await less.AddressAsync()).OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_narrower_consent_names_what_is_missing_and_works()
    {
        await using var world = await LoopbackWorld.StartAsync();
        world.World.ConsentScope = "user.metrics";
        Callbacks.UseRemote(world);
        await using var run = TerminalRun.Start(world, "login");

        run.Type(Callbacks.CodeOf(await run.ConsentAsync()));

        var result = await run.EndAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Not granted: user.activity, user.info", result.Error, StringComparison.Ordinal);
        var pull = await world.RunAsync("pull");
        Assert.Equal(0, pull.ExitCode);
        Assert.Contains("activity days\tnot granted", pull.Out, StringComparison.Ordinal);
        Assert.Contains("Not granted, so not pulled:", pull.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ctrl_C_at_the_prompt_leaves_no_session(bool local)
    {
        await using var world = await LoopbackWorld.StartAsync();
        UseCallback(world, local);
        await using var run = TerminalRun.Start(world, "login");
        await run.AddressAsync();

        await run.InterruptAsync();

        Assert.Equal(130, (await run.EndAsync()).ExitCode);
        Assert.Empty(Directory.GetFiles(world.Folder));
        Assert.Equal(3, (await world.RunAsync("status")).ExitCode);
    }

    private static void UseCallback(LoopbackWorld world, bool local)
    {
        if (local)
        {
            Callbacks.UseLocal(world);
        }
        else
        {
            Callbacks.UseRemote(world);
        }
    }
}
