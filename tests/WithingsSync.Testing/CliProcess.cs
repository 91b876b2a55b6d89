using System.Diagnostics;
using System.Globalization;

namespace WithingsSync.Testing;

/// <summary>The real program in a process of its own, for what only a process can show: signals, locks, exit codes.</summary>
public sealed class CliProcess : IDisposable
{
    private readonly Process _process;
    private readonly CollectedText _out;
    private readonly CollectedText _error;

    private CliProcess(Process process)
    {
        _process = process;
        _out = new(process.StandardOutput);
        _error = new(process.StandardError);
    }

    /// <param name="world">Gives home, working directory and environment.</param>
    /// <param name="wrapper">A command to run it under (a tracer, for instance) with its arguments, or nothing.</param>
    /// <param name="arguments">As typed after the program's name.</param>
    public static CliProcess Start(LoopbackWorld world, string[] wrapper, string[] arguments) =>
        Start(world, [.. wrapper, "dotnet", Path.Combine(AppContext.BaseDirectory, "withings-sync.dll"), .. arguments]);

    /// <summary>Starts the executable that people start, not its assembly under <c>dotnet</c>.</summary>
    public static CliProcess StartExecutable(LoopbackWorld world, params string[] arguments) =>
        Start(world, [Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "withings-sync.exe" : "withings-sync"), .. arguments]);

    /// <summary>The program's assembly under <c>dotnet</c>, in a folder and with an environment beside this process's own.</summary>
    public static CliProcess Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartCommand(folder, environment, ["dotnet", Path.Combine(AppContext.BaseDirectory, "withings-sync.dll"), .. arguments]);

    private static CliProcess Start(LoopbackWorld world, string[] command) => StartCommand(world.Folder, world.Environment, command);

    private static CliProcess StartCommand(string folder, IReadOnlyDictionary<string, string> environment, string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        process.StandardInput.Close();
        return new(process);
    }

    /// <summary>What it has written to stdout so far.</summary>
    public string OutSoFar => _out.SoFar;

    /// <summary>What it has written to stderr so far.</summary>
    public string ErrorSoFar => _error.SoFar;

    public bool HasExited => _process.HasExited;

    /// <summary>SIGINT, as Ctrl-C sends it.</summary>
    public void Interrupt() => Signal("INT");

    /// <param name="name">Without SIG.</param>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>SIGKILL: nothing of the process runs after it.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <inheritdoc cref="ProcessEnd.OfAsync"/>
    public Task<CliResult> EndAsync() => ProcessEnd.OfAsync(_process, _out, _error);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
