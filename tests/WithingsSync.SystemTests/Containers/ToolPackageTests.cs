using WithingsSync.SystemTests.Scene;
using WithingsSync.SystemTests.Terminal;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Containers;

/// <summary>The <c>dotnet tool</c> package: packed, installed from its own folder and nowhere else, and used.</summary>
public sealed class ToolPackageTests
{
    [Fact]
    public async Task The_package_installs_a_program_that_synchronises()
    {
        await using var world = await LoopbackWorld.StartAsync(historyDays: 3);
        await world.SignInAsync();
        var result = await Shell.RunAsync(
            world,
            $"""
            set -e
            export DOTNET_CLI_HOME="$HOME/cli" DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
            dotnet pack "{Repository.PathOf("src/WithingsSync.Cli")}" --no-build -c {Configuration} -o package -v quiet
            NUGET_PACKAGES="$HOME/packages" dotnet tool install withings-sync --tool-path tools --source "$HOME/package" --version 1.0.0
            tools/withings-sync --version
            tools/withings-sync -f 2d -F -o readings --no-upload
            """).Exits(0);

        Assert.Contains("\n1.0.0\n", result.Out, StringComparison.Ordinal);
        Assert.True(File.Exists(world.PathOf("readings.weight.fit")));
        Assert.Single(Directory.EnumerateFiles(world.PathOf("package"), "*.nupkg"));
    }

    /// <summary>That of the tests, whose build the package is made of.</summary>
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Name is "release" ? "Release" : "Debug";
}
