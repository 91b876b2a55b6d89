using System.Runtime.InteropServices;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests;

public sealed class SmokeTests
{
    [Fact]
    public async Task A_signed_in_person_gets_the_year_as_JSON_and_FIT()
    {
        await using var world = await LoopbackWorld.StartAsync();
        await world.SignInAsync();

        var result = await world.RunAsync("-f", "1y", "-J", "-F", "-o", "year", "--no-upload");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("Writing jsonfile to", result.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(world.PathOf("year.json")));
        Assert.True(File.Exists(world.PathOf("year.weight.fit")));
    }

    [Fact]
    public async Task The_real_program_says_its_version_bare()
    {
        await using var world = await LoopbackWorld.StartAsync();
        using var program = world.Start("-V");

        var result = await program.EndAsync();

        Assert.Equal("1.0.0", result.Out.Trim());
    }

    [Fact]
    public async Task The_executable_itself_starts()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 1);

        // Where the .NET of this very test run lies: an executable looks in the usual places only.
        world.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        using var program = CliProcess.StartExecutable(world, "-V");

        Assert.Equal(new CliResult(0, "1.0.0\n", ""), await program.EndAsync());
    }
}
