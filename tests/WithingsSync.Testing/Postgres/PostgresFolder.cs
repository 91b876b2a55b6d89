using System.Diagnostics;
using System.Globalization;

namespace WithingsSync.Testing;

/// <summary>Where a test's PostgreSQL keeps its files and its socket. The name tells whose it is, so that one left by a killed test process is found by the next.</summary>
public sealed class PostgresFolder
{
    private const string Prefix = "withings-sync-postgres-";
    private static int _count;

    private PostgresFolder(string path) => Path = path;

    public string Path { get; }

    public string Data => System.IO.Path.Combine(Path, "data");

    public string Log => System.IO.Path.Combine(Path, "log");

    /// <summary>A user that root becomes could not enter root's own temporary folder.</summary>
    private static string Parent => PostgresPrograms.OtherUser is null ? System.IO.Path.GetTempPath() : "/tmp";

    public static async Task<PostgresFolder> CreateAsync(string password)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref _count)}");
        var folder = new PostgresFolder(System.IO.Path.Combine(Parent, name));
        await PostgresPrograms.RunAsync("mkdir", "-m", "700", folder.Path);
        var secret = System.IO.Path.Combine(folder.Path, "password");
        await PostgresPrograms.RunAsync("sh", "-c", "echo \"$1\" > \"$2\"", "sh", password, secret);
        await PostgresPrograms.RunAsync(
            PostgresPrograms.PathOf("initdb"), "--no-sync", "--username=postgres", $"--pwfile={secret}", "--auth-local=trust", "--auth-host=scram-sha-256",
            "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en", folder.Data);
        return folder;
    }

    /// <summary>Takes away what test processes that no longer live have left.</summary>
    public static void Sweep()
    {
        foreach (var path in Directory.EnumerateDirectories(Parent, Prefix + "*"))
        {
            var owner = System.IO.Path.GetFileName(path)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && !Directory.Exists($"/proc/{id}") && Directory.Exists("/proc/self"))
            {
                new PostgresFolder(path).RemoveLeftover();
            }
        }
    }

    public void Remove() => Directory.Delete(Path, recursive: true);

    private void RemoveLeftover()
    {
        try
        {
            // Only the server of this very folder: the id in its file may meanwhile be another process's.
            var file = System.IO.Path.Combine(Data, "postmaster.pid");
            if (File.Exists(file) && int.TryParse(File.ReadLines(file).First(), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && File.Exists($"/proc/{id}/cmdline") && File.ReadAllText($"/proc/{id}/cmdline").Contains(Data, StringComparison.Ordinal))
            {
                using var server = Process.GetProcessById(id);
                server.Kill(entireProcessTree: true);
            }

            Remove();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Another user's, or being swept by another test process just now: it costs only room.
        }
    }
}
