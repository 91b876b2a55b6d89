using System.Diagnostics;
using System.Runtime.Versioning;

namespace WithingsSync.Testing;

/// <summary>
/// A folder nobody may write to while this lives: by its mode, or for root, whom no mode stops, by a read-only mount of it over itself.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class ReadOnlyFolder : IDisposable
{
    private readonly string _path;
    private readonly bool _isMounted;

    private ReadOnlyFolder(string path, bool isMounted)
    {
        _path = path;
        _isMounted = isMounted;
    }

    /// <summary>Null when this machine does not let root mount anything.</summary>
    public static ReadOnlyFolder? TryMake(string path)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            return new(path, isMounted: false);
        }

        return Run("mount", "--bind", path, path) && Run("mount", "-o", "remount,bind,ro", path) ? new(path, isMounted: true) : null;
    }

    public void Dispose()
    {
        if (_isMounted)
        {
            Run("umount", "--lazy", _path);
        }
        else
        {
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
