using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Login;

/// <summary>In a crontab nobody answers.</summary>
public sealed class NoTerminalTests
{
    [Theory]
    [InlineData("sync")]
    [InlineData("pull")]
    public async Task Nothing_prompts_and_the_advice_is_to_sign_in(string command)
    {
        await using var world = await LoopbackWorld.StartAsync();

        var result = await world.RunAsync(command);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("withings-sync login", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Token : ", result.Out + result.Error, StringComparison.Ordinal);
        Assert.Equal(0, world.World.Requests.Total);
    }

    [Fact]
    public async Task Login_with_a_callback_elsewhere_says_how_to_hand_the_code_over()
    {
        await using var world = await LoopbackWorld.StartAsync();
        Callbacks.UseRemote(world);

        var result = await world.RunAsync("login");

        Assert.Equal(3, result.ExitCode);
        Assert.DoesNotContain("Token : ", result.Out + result.Error, StringComparison.Ordinal);
        Assert.Contains("--code", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_handed_over_twice_is_refused_once_and_the_session_stays()
    {
        await using var world = await LoopbackWorld.StartAsync();
        var redirect = await world.ConsentAsync("user.metrics", "x");

        var first = await world.RunAsync("login", "--code", redirect.OriginalString);
        var file = await File.ReadAllBytesAsync(world.UserFile);
        var second = await world.RunAsync("login", "--code", redirect.OriginalString);

        Assert.Equal(0, first.ExitCode);
        Assert.Equal(3, second.ExitCode);
        Assert.Equal(file, await File.ReadAllBytesAsync(world.UserFile));
    }
}
