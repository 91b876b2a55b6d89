using WithingsSync.Simulator.Garmin;
using WithingsSync.SystemTests.Login;
using WithingsSync.SystemTests.Scene;
using WithingsSync.SystemTests.Schedule;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.GarminConnect;

/// <summary>A terminal that nobody sits at any more is waited for a while and no longer; a schedule asks nobody.</summary>
public sealed class PromptTests
{
    [Fact]
    public async Task A_code_that_nobody_types_can_still_be_handed_over_afterwards()
    {
        await using var person = await GarminPerson.StartAsync(Worlds.Clock());
        person.Garmin.Account.Mfa = GarminMfa.Email;

        var forgotten = await ForgottenAsync(person);

        Assert.Equal(4, forgotten.ExitCode);
        Assert.Contains("Code : ", forgotten.Out, StringComparison.Ordinal);
        Assert.Contains("--garmin-mfa-code", forgotten.Error, StringComparison.Ordinal);
        var later = await person.LoginAsync("--garmin-mfa-code", person.Garmin.CodeOf(GarminPerson.Login)!);
        Assert.True(later.ExitCode == 0, later.ToString());
        Assert.Equal(1, person.Garmin.CodesSentTo(GarminPerson.Login));
    }

    [Fact]
    public async Task A_forgotten_terminal_that_waits_for_an_old_code_gets_no_new_one()
    {
        await using var person = await GarminPerson.StartAsync(Worlds.Clock());
        person.Garmin.Account.Mfa = GarminMfa.Email;
        Assert.Equal(4, (await person.LoginAsync()).ExitCode);

        Assert.Equal(4, (await ForgottenAsync(person)).ExitCode);

        Assert.Equal(1, person.Garmin.CodesSentTo(GarminPerson.Login));
    }

    [Theory]
    [InlineData("GARMIN_USERNAME", "user name")]
    [InlineData("GARMIN_PASSWORD", "password")]
    [InlineData("", "ticket", "--ticket")]
    public async Task What_nobody_types_within_ten_minutes_is_no_longer_waited_for(string unset, string what, params string[] options)
    {
        await using var person = await GarminPerson.StartAsync(Worlds.Clock());
        person.World.Environment.Remove(unset);

        var forgotten = await ForgottenAsync(person, options);

        Assert.Equal(4, forgotten.ExitCode);
        Assert.Contains($"No {what} was entered within 10 minutes", forgotten.Error, StringComparison.Ordinal);
        Assert.Equal(0, person.SignInRequests);
    }

    [Fact]
    public async Task A_schedule_on_a_terminal_does_not_ask_for_a_code()
    {
        await using var world = await Worlds.SignedInAsync(days: 0, time: new ManualTime(Worlds.Noon));
        world.World.Weigh(Worlds.Demo, 80.5m);
        world.World.Garmin.Account.Mfa = GarminMfa.Email;
        var keyboard = new Keyboard();
        await using var schedule = new RunningSchedule(world, ["schedule", "every 3h", .. Services.ToGarmin], keyboard);

        await schedule.EndsAsync(runs: 1);

        keyboard.HangUp();
        var result = await schedule.StopAsync();
        Assert.Contains("The run ended with 4", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Code : ", result.Out, StringComparison.Ordinal);
        Assert.Contains("withings-sync garmin login", result.Out + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schedule_on_a_terminal_does_not_ask_for_the_sign_in_at_Withings()
    {
        await using var world = await Worlds.StrangerAsync(days: 0, time: new ManualTime(Worlds.Noon));
        var keyboard = new Keyboard();
        await using var schedule = new RunningSchedule(world, ["schedule", "every 3h"], keyboard);

        await schedule.EndsAsync(runs: 1);

        keyboard.HangUp();
        var result = await schedule.StopAsync();
        Assert.DoesNotContain("Token : ", result.Out, StringComparison.Ordinal);
        Assert.Contains("withings-sync login", result.Out + result.Error, StringComparison.Ordinal);
    }

    /// <summary>On this clock a wait is over as soon as it has begun.</summary>
    private static async Task<CliResult> ForgottenAsync(GarminPerson person, params string[] options)
    {
        var keyboard = new Keyboard();
        try
        {
            return await person.LoginAsync(keyboard, options);
        }
        finally
        {
            keyboard.HangUp();
        }
    }
}
