namespace WithingsSync.Cli.Sessions;

/// <summary>A file that one process keeps open so that no other may.</summary>
internal static class HeldFile
{
    /// <summary>Opens the file as its only holder; it is made when it is not there.</summary>
    /// <exception cref="IOException">It is held (<see cref="IsHeld"/>), or the disk does not want to.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static FileStream Open(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.None);

    /// <summary>Whether another process has it open: Windows' ERROR_SHARING_VIOLATION, EAGAIN of flock on Linux and on macOS. A read-only or full disk says otherwise.</summary>
    public static bool IsHeld(Exception error) => error.HResult is unchecked((int)0x80070020) or 11 or 35;
}
