using System.Net;
using System.Net.Sockets;
using WithingsSync.Simulator.Faults;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Login;

/// <summary>The browser comes back to this machine, with everything else a browser does.</summary>
public sealed class CaughtRedirectTests
{
    [Fact]
    public async Task The_redirect_signs_in()
    {
        await using var world = await LoopbackWorld.StartAsync();
        Callbacks.UseLocal(world);
        await using var run = TerminalRun.Start(world, "login");
        using var browser = new HttpClient();

        var page = await browser.GetStringAsync(await run.ConsentAsync());

        var result = await run.EndAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("go back to the terminal", page, StringComparison.Ordinal);
        Assert.Contains("Signed in at Withings as", result.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await world.RunAsync("-f", "30d", "--no-upload")).ExitCode);
    }

    [Theory]
    [InlineData("/favicon.ico")]
    [InlineData("/")]
    [InlineData("/callback2?code=1")]
    [InlineData("/callback/?code=1")]
    public async Task Another_address_is_not_the_answer(string path)
    {
        await using var world = await LoopbackWorld.StartAsync();
        var port = Callbacks.UseLocal(world);
        await using var run = TerminalRun.Start(world, "login");
        var redirect = await run.ConsentAsync();
        using var browser = new HttpClient();

        using var other = await browser.GetAsync(new Uri($"http://localhost:{port}{path}"));
        await browser.GetStringAsync(redirect);

        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.Equal(0, (await run.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_wrong_state_is_told_in_the_browser_and_on_the_terminal_and_the_right_one_still_works()
    {
        await using var world = await LoopbackWorld.StartAsync();
        var port = Callbacks.UseLocal(world);
        await using var run = TerminalRun.Start(world, "login");
        var redirect = await run.ConsentAsync();
        using var browser = new HttpClient();

        var page = await browser.GetStringAsync(new Uri($"http://localhost:{port}/callback?code=stolen&state=another"));
        await run.SeesAsync("another sign-in");
        await browser.GetStringAsync(redirect);

        Assert.Contains("another sign-in", page, StringComparison.Ordinal);
        Assert.DoesNotContain("stolen", page, StringComparison.Ordinal);
        Assert.Equal(0, (await run.EndAsync()).ExitCode);
        Assert.Equal(1, world.World.Requests.CountOf("/v2/oauth2", "requesttoken"));
    }

    [Fact]
    public async Task A_refused_consent_is_told_and_can_be_thought_over()
    {
        await using var world = await LoopbackWorld.StartAsync();
        var port = Callbacks.UseLocal(world);
        await using var run = TerminalRun.Start(world, "login");
        var redirect = await run.ConsentAsync();
        using var browser = new HttpClient();

        var page = await browser.GetStringAsync(new Uri($"http://localhost:{port}/callback?error=access_denied&state=x"));
        await run.SeesAsync("Consent was refused.");
        await browser.GetStringAsync(redirect);

        Assert.Contains("Consent was refused.", page, StringComparison.Ordinal);
        Assert.Equal(0, (await run.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task An_error_text_from_the_address_is_no_markup_in_the_page()
    {
        await using var world = await LoopbackWorld.StartAsync();
        var port = Callbacks.UseLocal(world);
        await using var run = TerminalRun.Start(world, "login");
        await run.AddressAsync();
        using var browser = new HttpClient();

        var page = await browser.GetStringAsync(new Uri($"http://localhost:{port}/callback?error=%3Cscript%3E%1b[2J&state=x"));
        await run.SeesAsync("Withings said:");

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[2J", run.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preconnects_that_hang_up_or_stay_silent_hold_nothing_up()
    {
        await using var world = await LoopbackWorld.StartAsync();
        var port = Callbacks.UseLocal(world);
        await using var run = TerminalRun.Start(world, "login");
        var redirect = await run.ConsentAsync();
        using var browser = new HttpClient();
        using (var hungUp = new TcpClient())
        {
            await hungUp.ConnectAsync(IPAddress.Loopback, port);
            hungUp.LingerState = new(enable: true, seconds: 0);
        }

        using var silent = new TcpClient();
        await silent.ConnectAsync(IPAddress.Loopback, port);
        var exchange = world.World.Faults.Inject(new(FaultKind.Hold) { Path = "/v2/oauth2" });
        await browser.GetStringAsync(redirect);
        var isStillOpen = !silent.Client.Poll(0, SelectMode.SelectRead);
        exchange.Release();

        Assert.True(isStillOpen, "The answer had to wait for the silent connection to end.");
        Assert.Equal(0, (await run.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task The_code_may_be_pasted_while_the_listener_waits()
    {
        await using var world = await LoopbackWorld.StartAsync();
        Callbacks.UseLocal(world);
        await using var run = TerminalRun.Start(world, "login");

        run.Type(Callbacks.CodeOf(await run.ConsentAsync()));

        Assert.Equal(0, (await run.EndAsync()).ExitCode);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_port_in_use_is_bad_configuration(string address)
    {
        await using var world = await LoopbackWorld.StartAsync();
        var port = Callbacks.UseLocal(world);
        using var other = new TcpListener(IPAddress.Parse(address), port);
        other.Start();

        var result = await world.RunAsync("login");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"Can't listen on localhost:{port}", result.Error, StringComparison.Ordinal);
    }
}
