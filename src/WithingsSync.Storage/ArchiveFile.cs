namespace WithingsSync.Storage;

/// <summary>The file a database lives in: health data, so its folder is made 0700 and itself 0600 before the first byte.</summary>
public static class ArchiveFile
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="ArchiveException">The folder or the file cannot be made.</exception>
    public static void CreateIfMissing(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        try
        {
            CreateFolder(Path.GetDirectoryName(path)!);
            new FileStream(path, Options()).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster, which is as good.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ArchiveException($"The archive {path} cannot be created: {exception.Message} Check that the folder exists and is yours to write in, or choose another one.", exception);
        }
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, OwnerFile | UnixFileMode.UserExecute);
        }
    }

    /// <summary>
    /// CreateNew, never OpenOrCreate: closing a handle of a file drops the locks that SQLite holds on it elsewhere in this process
    /// (sqlite.org/howtocorrupt.html §2.2).
    /// </summary>
    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerFile;
        }

        return options;
    }
}
