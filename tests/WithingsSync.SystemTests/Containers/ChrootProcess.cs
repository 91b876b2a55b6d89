using System.Diagnostics;
using WithingsSync.Testing;

namespace WithingsSync.SystemTests.Containers;

/// <summary>A command in a <see cref="Chroot"/>; all that it started ends with it.</summary>
internal sealed class ChrootProcess : IDisposable
{
    private readonly Process _process;
    private readonly CollectedText _out;
    private readonly CollectedText _error;

    public ChrootProcess(string[] command, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        // The mounts are made with this machine's programs, the command runs with those inside.
        start.Environment["PATH"] = $"{start.Environment["PATH"]}:{path}";
        _process = Process.Start(start)!; // a program that is there starts
        _process.StandardInput.Close();
        (_out, _error) = (new(_process.StandardOutput), new(_process.StandardError));
    }

    public string OutSoFar => _out.SoFar;

    /// <summary>Both streams.</summary>
    public string SoFar => $"{_out.SoFar}{_error.SoFar}";

    public bool HasEnded => _process.HasExited;

    public Task<CliResult> EndAsync() => ProcessEnd.OfAsync(_process, _out, _error);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
