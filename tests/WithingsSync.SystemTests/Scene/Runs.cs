using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Scene;

/// <summary>What is asserted of a run again and again.</summary>
internal static class Runs
{
    /// <summary>The run ended with this code; otherwise its whole output is shown.</summary>
    public static CliResult Exits(this CliResult result, int code)
    {
        Assert.True(result.ExitCode == code, result.ToString());
        return result;
    }

    public static async Task<CliResult> Exits(this Task<CliResult> run, int code) => (await run).Exits(code);

    /// <summary>The run failed with this code and one line on stderr that holds the text.</summary>
    public static void FailsWith(this CliResult result, int code, string text)
    {
        result.Exits(code);
        var line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), said => said.StartsWith("withings-sync: ", StringComparison.Ordinal));
        Assert.Contains(text, line, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("please report", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Nothing in the person's folder is half written.</summary>
    public static void IsTidy(this LoopbackWorld world) =>
        Assert.Empty(Directory.EnumerateFiles(world.Folder, "*.tmp", SearchOption.AllDirectories));
}
