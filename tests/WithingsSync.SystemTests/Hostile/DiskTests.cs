using System.Diagnostics;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Hostile;

/// <summary>The disk is full or may not be written. Real ones: a tiny file system of its own, which only root may make.</summary>
public sealed class DiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_disk_under_the_archive_is_named_and_nothing_is_lost()
    {
        await using var world = await Worlds.SignedInAsync(days: 120);
        using var disk = TinyDisk.Mount(world.PathOf("conf"), "384k");
        File.Copy(world.UserFile, world.PathOf("conf/.withings_user.json"));

        (await world.RunAsync("pull", "-c", "conf", "--kinds", "weight", "activity", "workouts", "nights", "intraday")).FailsWith(1, "full");

        world.IsTidy();
        disk.Resize("64m");
        await world.RunAsync("-c", "conf", "-J", "-f", "1y", "-o", "x").Exits(0);
        TruthAsJson.AssertIs(world, "x.json", DateTimeOffset.UnixEpoch, world.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_full_disk_under_the_files_leaves_the_old_ones_whole()
    {
        await using var world = await Worlds.SignedInAsync(days: 120);
        using var disk = TinyDisk.Mount(world.PathOf("out"), "64k");
        await world.RunAsync("-J", "-f", "3d", "-o", "out/x").Exits(0);
        var before = await File.ReadAllTextAsync(world.PathOf("out/x.json"), Cancellation);

        (await world.RunAsync("-J", "-f", "1y", "-o", "out/x")).FailsWith(1, "space");

        Assert.Equal(before, await File.ReadAllTextAsync(world.PathOf("out/x.json"), Cancellation));
        world.IsTidy();
        disk.Resize("64m");
        await world.RunAsync("-J", "-f", "1y", "-o", "out/x").Exits(0);
        TruthAsJson.AssertIs(world, "out/x.json", DateTimeOffset.UnixEpoch, world.Time.GetUtcNow());
    }

    [Fact]
    public async Task A_full_disk_at_a_renewal_keeps_the_session_that_works()
    {
        await using var world = await Worlds.SignedInAsync(days: 2);
        using var disk = TinyDisk.Mount(world.PathOf("kept"), "16k");
        File.Copy(world.UserFile, world.PathOf("kept/user.json"));
        world.Environment["WITHINGS_USER"] = world.PathOf("kept/user.json");
        disk.Fill();
        var session = await File.ReadAllBytesAsync(world.PathOf("kept/user.json"), Cancellation);
        world.Clock().Advance(TimeSpan.FromHours(4));

        var result = await world.RunAsync();

        Assert.NotEqual(0, result.ExitCode);
        Assert.DoesNotContain("Another run", result.Error, StringComparison.Ordinal);
        Assert.Equal(session, await File.ReadAllBytesAsync(world.PathOf("kept/user.json"), Cancellation));

        // Tokens that cannot be kept are not asked for: after some hours the stored ones would be dead.
        Assert.Equal(0, world.World.Requests.CountOf("/v2/oauth2", "requesttoken"));
        world.IsTidy();
        disk.Resize("64m");
        await world.RunAsync("-s").Exits(0);
    }

    [Fact]
    public async Task A_session_on_a_read_only_disk_is_named_before_a_token_is_rotated()
    {
        await using var world = await Worlds.SignedInAsync(days: 2);
        using var disk = TinyDisk.Mount(world.PathOf("kept"), "64k");
        File.Copy(world.UserFile, world.PathOf("kept/user.json"));
        world.Environment["WITHINGS_USER"] = world.PathOf("kept/user.json");
        world.Clock().Advance(TimeSpan.FromHours(4));
        disk.MakeReadOnly();

        (await world.RunAsync()).FailsWith(2, "must be writable");

        Assert.Equal(0, world.Requests());
    }

    [Fact]
    public async Task A_config_folder_on_a_read_only_disk_is_named()
    {
        await using var world = await Worlds.SignedInAsync(days: 2);
        using var disk = TinyDisk.Mount(world.PathOf("conf"), "1m");
        File.Copy(world.UserFile, world.PathOf("conf/.withings_user.json"));
        disk.MakeReadOnly();

        (await world.RunAsync("-c", "conf")).FailsWith(1, "read-only");
        (await world.RunAsync("-c", "conf/new")).FailsWith(2, "Can't create the config folder");
        Assert.Equal(0, world.Requests());
    }

    [Fact]
    public async Task Files_on_a_read_only_disk_are_named_and_the_archive_is_filled()
    {
        await using var world = await Worlds.SignedInAsync(days: 5);
        using var disk = TinyDisk.Mount(world.PathOf("out"), "1m");
        disk.MakeReadOnly();

        (await world.RunAsync("-J", "-f", "5d", "-o", "out/x")).FailsWith(1, "read-only");

        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
    }

    [Fact]
    public async Task A_config_folder_that_is_a_file_is_bad_usage()
    {
        await using var world = await Worlds.SignedInAsync(days: 1);
        await File.WriteAllTextAsync(world.PathOf("conf"), "", Cancellation);

        (await world.RunAsync("-c", "conf")).FailsWith(2, "Can't create the config folder");
    }

    [Fact]
    public async Task An_archive_that_is_none_is_named_and_left_as_it_is()
    {
        await using var world = await Worlds.SignedInAsync(days: 1);
        File.Delete(world.ArchiveFile);
        await File.WriteAllTextAsync(world.ArchiveFile, new string('x', 5000), Cancellation);

        (await world.RunAsync()).FailsWith(1, "is not a withings-sync archive");

        Assert.Equal(new string('x', 5000), await File.ReadAllTextAsync(world.ArchiveFile, Cancellation));
    }

    /// <summary>A small file system in memory at a folder, until disposed.</summary>
    private sealed class TinyDisk : IDisposable
    {
        private readonly string _folder;

        private TinyDisk(string folder) => _folder = folder;

        public static TinyDisk Mount(string folder, string size)
        {
            Directory.CreateDirectory(folder);
            Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Only root on Linux can make a small disk.");
            Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder), "This machine does not let root mount a small disk.");
            return new(folder);
        }

        public void Resize(string size) => Must(Run("mount", "-o", $"remount,rw,size={size}", _folder));

        public void MakeReadOnly() => Must(Run("mount", "-o", "remount,ro", _folder));

        /// <summary>Takes all the room that is left.</summary>
        public void Fill()
        {
            using var filler = new FileStream(Path.Combine(_folder, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            try
            {
                while (true)
                {
                    filler.Write(new byte[512]);
                }
            }
            catch (IOException full)
            {
                Assert.Contains("space", full.Message, StringComparison.Ordinal);
            }
        }

        public void Dispose() => Must(Run("umount", "-l", _folder));

        private static void Must(bool done) => Assert.True(done, "The small disk did not obey.");

        private static bool Run(string command, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, UseShellExecute = false })!; // the shell is not used, so a process starts or it throws
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
    }
}
