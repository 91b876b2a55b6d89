namespace WithingsSync.Tests.Storage;

/// <summary>A folder of its own for one test's archive, gone with the test.</summary>
internal sealed class ArchiveFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("withings-sync-archive-");

    /// <summary>In a folder that does not exist yet.</summary>
    public string File => Path.Combine(_folder.FullName, "kept", "archive.db");

    public string Root => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
