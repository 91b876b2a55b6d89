using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace WithingsSync.Pipeline.Files;

/// <summary>fsync(2) of a folder, which .NET does not open: it makes a rename in the folder survive a power cut.</summary>
[SupportedOSPlatform("linux")]
[SupportedOSPlatform("macos")]
internal static partial class FolderFlush
{
    private const int ReadOnly = 0;

    /// <returns>Whether it was done: some file systems refuse, and a folder may be writable without being readable.</returns>
    public static bool TryFlush(string folder)
    {
        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            return false;
        }

        var flushed = Fsync(descriptor) == 0;
        return Close(descriptor) == 0 && flushed;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
