using System.Diagnostics;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Hostile;

/// <summary>A session file mounted alone, as people do with containers: it can be written to, but not replaced.</summary>
public sealed class MountedFileTests
{
    [Fact]
    public async Task The_way_out_is_named_and_the_tokens_stay()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux can mount a file.");
        await using var world = await Worlds.SignedInAsync(days: 2);
        File.Copy(world.UserFile, world.PathOf("outside.json"));
        Needs.Machine(Run("mount", "--bind", world.PathOf("outside.json"), world.UserFile), "This machine does not let root mount a file.");
        try
        {
            var before = await File.ReadAllBytesAsync(world.UserFile, TestContext.Current.CancellationToken);
            world.Clock().Advance(TimeSpan.FromHours(4));

            (await world.RunAsync()).FailsWith(2, "Mount the folder, not the file");

            Assert.Equal(before, await File.ReadAllBytesAsync(world.UserFile, TestContext.Current.CancellationToken));

            // Found out before Withings was asked: tokens it had rotated would be lost.
            Assert.Equal(0, world.World.Requests.CountOf("/v2/oauth2", "requesttoken"));
            world.IsTidy();
        }
        finally
        {
            Assert.True(Run("umount", "-l", world.UserFile));
        }

        await world.RunAsync().Exits(0);
    }

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, UseShellExecute = false })!; // the shell is not used, so a process starts or it throws
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
