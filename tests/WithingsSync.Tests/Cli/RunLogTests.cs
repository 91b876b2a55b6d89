using Microsoft.Extensions.Logging;
using WithingsSync.Cli.Output;
using Xunit;

namespace WithingsSync.Tests.Cli;

public sealed class RunLogTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_message_is_one_line_whatever_a_stranger_put_into_it(bool isTerminal)
    {
        var said = Said(LogLevel.Information, isTerminal, log => log.LogWarning("Read {What}", "x\r\n2026-11-22 03:00:00,000 - Fake - ERROR - forged\e[31m\u2028y\u0085z"));

        Assert.Equal(1, said.Count(one => one == '\n'));
        Assert.DoesNotContain('\e', said);
        Assert.DoesNotContain('\u2028', said);
        Assert.DoesNotContain('\u0085', said);
        Assert.Contains("x  2026-11-22", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_without_end_is_cut() => Assert.InRange(Said(LogLevel.Information, isTerminal: false, log => log.LogWarning("{What}", new string('x', 60_000))).Length, 4_000, 4_200);

    [Fact]
    public void A_line_says_what_failed_unless_it_did_already()
    {
        var failure = new IOException("the reason");

        var without = Said(LogLevel.Information, isTerminal: false, log => log.LogError(failure, "A request failed."));
        var with = Said(LogLevel.Information, isTerminal: false, log => log.LogError(failure, "A request failed: {Reason}", failure.Message));
        var quoting = Said(LogLevel.Information, isTerminal: false, log => log.LogError(Thrown(new FormatException("'72.5 kg' is no number")), "A request failed."));
        var all = Said(LogLevel.Debug, isTerminal: false, log => log.LogError(Thrown(failure), "A request failed."));

        Assert.EndsWith("A request failed. IOException: the reason\n", without.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.EndsWith("A request failed: the reason\n", with.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("72.5", quoting, StringComparison.Ordinal);
        Assert.Contains($"FormatException at {typeof(RunLogTests).FullName}.{nameof(Thrown)}", quoting, StringComparison.Ordinal);
        Assert.Contains(nameof(Thrown), all, StringComparison.Ordinal);
        Assert.Equal(1, all.Count(one => one == '\n'));
    }

    private static Exception Thrown(Exception failure)
    {
        try
        {
            throw failure;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    private static string Said(LogLevel lowest, bool isTerminal, Action<ILogger> say)
    {
        using var writer = new StringWriter();
        using var log = new RunLog(writer, isTerminal, useColour: false, lowest, LogFormat.Text, TimeProvider.System);
        say(log.CreateLogger("test"));
        return writer.ToString();
    }
}
