namespace WithingsSync.Server.Settings;

/// <summary>On SQLite one server works in a data folder: budget, locks and jobs of a second one would know nothing of the first's.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Held until disposed; the process's end ends it too.</summary>
    /// <exception cref="ServerSettingsException">Another server holds it.</exception>
    public static FolderLock Take(string folder)
    {
        ServerFolder.Ensure(folder);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new(new FileStream(Path.Combine(folder, "server.lock"), options));
        }
        catch (IOException)
        {
            throw new ServerSettingsException([$"Another server works in {folder}. Stop it, name another folder with --data, or put several nodes on PostgreSQL with --database."]);
        }
    }

    public void Dispose() => _file.Dispose();
}
