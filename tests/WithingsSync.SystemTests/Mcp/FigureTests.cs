using System.Diagnostics;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>
/// What is promised of an assistant's question, as perf/WithingsSync.Benchmarks measures it: a year of days in one call takes less than 15 ms of the server (median of 100, after
/// 100 to warm it), and the heap after a full collection is at call 1,000 at most 1.1 times what it was at call 100, with one client and with 50 at once, each time of a server that
/// was asked nothing before (with 50, one of two servers: how many threads the runtime makes, and when, is chance). Server and client are processes of their own. On a busy or slower machine the time may instead be up to seven times what System.Text.Json takes, in the same
/// server and in turn with the calls, to read and write the same answer once: on the machine the figures were taken on that is the same promise. One of three attempts must keep it.
/// </summary>
[Collection(MeasuredAlone.Name)]
public sealed class FigureTests
{
    [Fact]
    public async Task A_year_of_days_in_one_call_is_quick_and_a_thousand_calls_leave_nothing_behind()
    {
        var bin = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(bin.Parent!.Parent!.FullName, "WithingsSync.Benchmarks", bin.Name, "WithingsSync.Benchmarks.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "mcp"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var end = await ProcessEnd.OfAsync(process, new(process.StandardOutput), new(process.StandardError));
        Assert.True(end.ExitCode == 0, $"{end.Out}\n{end.Error}");
        TestContext.Current.TestOutputHelper?.WriteLine(end.Out);
    }
}
