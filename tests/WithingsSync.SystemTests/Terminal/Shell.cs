using System.Diagnostics;
using WithingsSync.Testing;

namespace WithingsSync.SystemTests.Terminal;

/// <summary>A shell in which <c>withings-sync</c> is the real program, with the world's environment.</summary>
internal sealed class Shell : IDisposable
{
    private readonly Process _process;
    private readonly CollectedText _out;
    private readonly CollectedText _error;

    private Shell(Process process)
    {
        _process = process;
        _out = new(process.StandardOutput);
        _error = new(process.StandardError);
    }

    /// <param name="world">Gives home, working directory and environment.</param>
    /// <param name="command">The shell and its arguments.</param>
    public static Shell Start(LoopbackWorld world, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = world.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("NO_COLOR");
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["PATH"] = $"{Shim(world)}:{start.Environment["PATH"]}";
        foreach (var (name, value) in world.Environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start."));
    }

    /// <summary>Runs a script of bash, without a terminal.</summary>
    public static async Task<CliResult> RunAsync(LoopbackWorld world, string script)
    {
        using var shell = Start(world, "bash", "-c", script);
        shell._process.StandardInput.Close();
        return await shell.EndAsync();
    }

    /// <summary>Runs a command on a terminal of its own (100 columns); what the terminal shows is <see cref="CliResult.Out"/>.</summary>
    public static Shell StartOnTerminal(LoopbackWorld world, string command) =>
        Start(world, "script", "-qec", $"stty cols 100 rows 30; {command}", "/dev/null");

    public static async Task<CliResult> RunOnTerminalAsync(LoopbackWorld world, string command)
    {
        using var shell = StartOnTerminal(world, command);
        return await shell.EndAsync();
    }

    /// <summary>What the terminal shows so far.</summary>
    public string Shown => _out.SoFar;

    public void Type(string keys)
    {
        _process.StandardInput.Write(keys);
        _process.StandardInput.Flush();
    }

    /// <inheritdoc cref="ProcessEnd.OfAsync"/>
    public Task<CliResult> EndAsync() => ProcessEnd.OfAsync(_process, _out, _error);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static string Shim(LoopbackWorld world)
    {
        var folder = world.PathOf("bin");
        var program = Path.Combine(folder, "withings-sync");
        if (!File.Exists(program))
        {
            Directory.CreateDirectory(folder);
            Executable.Write(program, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "withings-sync.dll")}' \"$@\"\n");
        }

        return folder;
    }
}
