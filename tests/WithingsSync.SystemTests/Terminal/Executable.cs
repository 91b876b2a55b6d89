namespace WithingsSync.SystemTests.Terminal;

internal static class Executable
{
    /// <summary>Writes a script that can be run.</summary>
    public static void Write(string path, string text)
    {
        File.WriteAllText(path, text.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
