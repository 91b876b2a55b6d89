using System.Diagnostics;

namespace WithingsSync.Testing;

/// <summary>The real program in a process of its own, for what only a process can show: signals, locks, exit codes.</summary>
public sealed class CliProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _out;
    private readonly Task<string> _error;

    private CliProcess(Process process)
    {
        _process = process;
        _out = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <param name="world">Gives home, working directory and environment.</param>
    /// <param name="wrapper">A command to run it under (a tracer, for instance) with its arguments, or nothing.</param>
    /// <param name="arguments">As typed after the program's name.</param>
    public static CliProcess Start(LoopbackWorld world, string[] wrapper, string[] arguments)
    {
        string[] command = [.. wrapper, "dotnet", Path.Combine(AppContext.BaseDirectory, "withings-sync.dll"), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = world.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in world.Environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        process.StandardInput.Close();
        return new(process);
    }

    /// <summary>SIGKILL: nothing of the process runs after it.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    public async Task<CliResult> EndAsync()
    {
        await _process.WaitForExitAsync();
        return new(_process.ExitCode, await _out, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
