using System.Diagnostics;
using System.Globalization;

namespace WithingsSync.Testing;

/// <summary>The programs of the distribution's package, and who may run them: PostgreSQL refuses to be run by root.</summary>
public static class PostgresPrograms
{
    /// <summary>The product's SQL needs it.</summary>
    private const int Oldest = 15;

    private static readonly string? Folder = Find();
    private static readonly string? Stand = Environment.IsPrivilegedProcess ? new[] { "postgres", "nobody" }.FirstOrDefault(IsUser) : null;

    /// <summary>Skips the test where there is no PostgreSQL.</summary>
    public static void Need()
    {
        Needs.Machine(OperatingSystem.IsLinux(), "PostgreSQL is started as Linux has it.");
        Needs.Machine(Folder is not null, $"PostgreSQL {Oldest} or later is not installed (package postgresql).");
        Needs.Machine(!Environment.IsPrivilegedProcess || Stand is not null, "Root may not run PostgreSQL, and there is neither a user 'postgres' nor 'nobody'.");
    }

    public static string PathOf(string program) => Path.Combine(Folder ?? throw new InvalidOperationException("Ask Need() first."), program);

    /// <summary>Whether files have to be handed to the user that runs it.</summary>
    public static string? OtherUser => Stand;

    /// <summary>A command that runs as whoever may run PostgreSQL, with the same process id.</summary>
    public static ProcessStartInfo Start(params string[] command)
    {
        string[] whole = Stand is { } user ? ["setpriv", "--reuid", user, "--regid", Run("id", "-g", user).Trim(), "--clear-groups", "--", .. command] : command;
        var start = new ProcessStartInfo(whole[0], whole[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(Start(command)) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        process.StandardInput.Close();
        var end = await ProcessEnd.OfAsync(process, new(process.StandardOutput), new(process.StandardError));
        if (end.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]} failed: {end}");
        }
    }

    private static string? Find()
    {
        const string debian = "/usr/lib/postgresql";
        var folders = Directory.Exists(debian)
            ? Directory.EnumerateDirectories(debian).Select(path => (Path: Path.Combine(path, "bin"), Version: VersionOf(path))).Where(found => found.Version >= Oldest).OrderBy(found => found.Version).Select(found => found.Path)
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private static int VersionOf(string folder) => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static bool IsUser(string name) => File.ReadLines("/etc/passwd").Any(line => line.StartsWith($"{name}:", StringComparison.Ordinal));

    private static string Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardOutput = true }) ?? throw new InvalidOperationException($"{command} did not start.");
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return said;
    }
}
