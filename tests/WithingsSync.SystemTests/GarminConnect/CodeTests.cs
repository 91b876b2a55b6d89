using WithingsSync.Pipeline.Delivering;
using WithingsSync.Simulator.Faults;
using WithingsSync.Simulator.Garmin;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.GarminConnect;

/// <summary>Codes: on a terminal, handed over, wrong, late, or never given.</summary>
public sealed class CodeTests
{
    [Theory]
    [InlineData(GarminMfa.Email, false)]
    [InlineData(GarminMfa.Sms, false)]
    [InlineData(GarminMfa.Email, true)]
    [InlineData(GarminMfa.Sms, true)]
    public async Task Without_a_terminal_the_run_ends_at_once_and_a_later_one_finishes_that_sign_in(GarminMfa method, bool byWidget)
    {
        await using var person = await GarminPerson.StartAsync();
        person.Garmin.Account.Mfa = method;
        if (byWidget)
        {
            person.World.World.Faults.Inject(new Fault(FaultKind.Challenge) { Path = "/garmin/mobile/api/login" });
        }

        var first = await person.LoginAsync();
        Assert.Equal(4, first.ExitCode);
        Assert.Contains("--garmin-mfa-code", first.Error, StringComparison.Ordinal);

        var wrong = await person.LoginAsync("--garmin-mfa-code", "000000");
        Assert.Equal(4, wrong.ExitCode);
        var second = await person.LoginAsync("--garmin-mfa-code", person.Garmin.CodeOf(GarminPerson.Login)!);

        Assert.True(second.ExitCode == 0, second.ToString());
        Assert.Equal(1, person.Garmin.CodesSentTo(GarminPerson.Login));
        Assert.False(File.Exists(person.NotesFile));
    }

    [Fact]
    public async Task On_a_terminal_a_wrong_code_is_asked_for_again()
    {
        await using var person = await GarminPerson.StartAsync();
        person.Garmin.Account.Mfa = GarminMfa.Email;

        var result = await person.LoginAsync(new CodeTyped(["111111", null], () => person.Garmin.CodeOf(GarminPerson.Login)!));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("does not accept this code", result.Error, StringComparison.Ordinal);
        Assert.Contains("r***@example.com", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, person.Garmin.CodesSentTo(GarminPerson.Login));
    }

    [Fact]
    public async Task Unattended_runs_ask_for_no_further_code_when_one_was_never_given()
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch.AddDays(20_000));
        await using var person = await GarminPerson.StartAsync(time);
        person.Garmin.Account.Mfa = GarminMfa.Email;
        for (var run = 0; run < 4; run++)
        {
            await using var connection = person.Connect();
            var refusal = await Assert.ThrowsAsync<DestinationException>(() => connection.Destination.SignInAsync(TestContext.Current.CancellationToken));
            Assert.Equal(DestinationFailure.SignInRequired, refusal.Failure);
            time.Advance(TimeSpan.FromHours(3));
        }

        Assert.Equal(1, person.Garmin.CodesSentTo(GarminPerson.Login));
    }

    [Fact]
    public async Task An_apps_code_may_be_handed_over_beforehand()
    {
        await using var person = await GarminPerson.StartAsync();
        person.Garmin.Account.Mfa = GarminMfa.Totp;

        var result = await person.LoginAsync("--garmin-mfa-code", person.Garmin.CodeOf(GarminPerson.Login)!);

        Assert.True(result.ExitCode == 0, result.ToString());
    }

    /// <summary>Lines of which null is the code that was sent.</summary>
    private sealed class CodeTyped(IEnumerable<string?> lines, Func<string> code) : TextReader
    {
        private readonly Queue<string?> _lines = new(lines);

        public override string? ReadLine() => _lines.Count == 0 ? null : _lines.Dequeue() ?? code();
    }
}
