using System.Diagnostics;
using System.Runtime.InteropServices;
using WithingsSync.Testing;

namespace WithingsSync.SystemTests.Containers;

/// <summary>
/// A root folder like an Alpine image's, as far as the program sees it: busybox and its links, the program, .NET, the C library. It is put together from
/// mounts that only the started process sees, so nothing of this machine can be changed through it.
/// </summary>
internal sealed class Chroot : IDisposable
{
    /// <summary>What the specification's script and ours call.</summary>
    private static readonly string[] Applets = ["sh", "ash", "cat", "crond", "echo", "id", "ls", "sleep", "tee", "touch", "true"];

    private readonly string _root = Directory.CreateTempSubdirectory("withings-sync-root-").FullName;

    /// <param name="kept">The folder that a container gets as a volume.</param>
    /// <param name="mountedAt">Where it is in there.</param>
    public Chroot(string kept, string mountedAt)
    {
        Needs.Machine(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux can change the root folder.");
        Needs.Program("unshare", "util-linux");
        Needs.Program("busybox", "busybox-static");
        Needs.Machine(Shell(["unshare", "--mount", "--pid", "--fork", "true"]) == 0, "This machine does not let root make namespaces.");
        (Kept, MountedAt) = (kept, mountedAt);
        foreach (var folder in new[] { "app", "bin", "dev", "etc/crontabs", "etc/ssl", "lib", "lib64", "proc", "tmp", "usr/lib", "usr/share/dotnet", "usr/share/zoneinfo", "var/spool/cron", mountedAt[1..] })
        {
            Directory.CreateDirectory(Path.Combine(_root, folder));
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_root, (UnixFileMode)0b111_101_101);
        }

        // As in Alpine.
        File.CreateSymbolicLink(Path.Combine(_root, "var/spool/cron/crontabs"), "/etc/crontabs");
        foreach (var device in new[] { "null", "urandom" })
        {
            File.WriteAllText(Path.Combine(_root, "dev", device), "");
        }

        File.Copy(Which("busybox"), Path.Combine(_root, "bin/busybox"));
        foreach (var applet in Applets)
        {
            File.CreateSymbolicLink(Path.Combine(_root, "bin", applet), "busybox");
        }

        File.CreateSymbolicLink(Path.Combine(_root, "bin/withings-sync"), "/app/withings-sync");
        File.CreateSymbolicLink(Path.Combine(_root, "dev/stdout"), "/proc/self/fd/1");
        File.WriteAllText(Path.Combine(_root, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
    }

    public string Kept { get; }

    public string MountedAt { get; }

    public string PathOf(string inside) => Path.Combine(_root, inside.TrimStart('/'));

    /// <summary>Starts a command in there.</summary>
    /// <param name="environment">All it has of it, besides PATH.</param>
    /// <param name="user">Its number, or null for root.</param>
    /// <param name="readOnly">Whether only the kept folder can be written.</param>
    public ChrootProcess Start(IEnumerable<KeyValuePair<string, string>> environment, IReadOnlyList<string> command, int? user = null, bool readOnly = false)
    {
        string[] mounts =
        [
            $"mount --bind {Word(_root)} {Word(_root)}",
            $"cd {Word(_root)}",
            .. new[] { ("/usr/lib", "usr/lib"), ("/lib", "lib"), ("/lib64", "lib64"), (Dotnet, "usr/share/dotnet"), ("/usr/share/zoneinfo", "usr/share/zoneinfo"), (AppContext.BaseDirectory, "app") }
                .Where(pair => Directory.Exists(pair.Item1)).Select(pair => $"mount --bind -o ro {Word(pair.Item1)} {pair.Item2}"),
            "mount --bind /dev/null dev/null",
            "mount --bind /dev/urandom dev/urandom",
            "mount -t proc proc proc",
            $"mount --bind {Word(Kept)} {MountedAt[1..]}",
            readOnly ? $"mount -o remount,bind,ro {Word(_root)}" : "true",
        ];
        string[] identity = user is { } number ? [$"--userspec={number}:{number}"] : [];
        var inside = string.Join(' ', new[] { "exec", "chroot" }.Concat(identity).Append(Word(_root)).Concat(command.Select(Word)));
        return new(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "/bin/sh", "-c", $"set -e; {string.Join("; ", mounts)}; {inside}"],
            environment.Append(KeyValuePair.Create("PATH", "/bin")));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>Where the running .NET is: its folder holds <c>shared</c>.</summary>
    private static string Dotnet => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));

    private static string Which(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).First(File.Exists);

    private static string Word(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static int Shell(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!; // a program that is there starts
        process.WaitForExit();
        return process.ExitCode;
    }
}
