using WithingsSync.Pipeline.Files;

namespace WithingsSync.Destinations;

/// <summary>A file a person asked for: written whole or not at all, and a missing folder is named.</summary>
internal static class OutputFile
{
    /// <exception cref="IOException">The folder is missing or the file could not be written; what was there before is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or file is not writable.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        RequireFolder(path);
        AtomicFile.Write(path, write);
    }

    /// <inheritdoc cref="Write"/>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        RequireFolder(path);
        await AtomicFile.WriteAsync(path, write);
    }

    private static void RequireFolder(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{path} cannot be written: the folder {folder} does not exist.");
        }
    }
}
