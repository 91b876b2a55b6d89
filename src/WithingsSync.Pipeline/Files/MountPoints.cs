namespace WithingsSync.Pipeline.Files;

/// <summary>Files that are mounted alone, as people do with containers: they can be written to, but no other file can take their place.</summary>
public static class MountPoints
{
    private const string Table = "/proc/self/mountinfo";

    /// <summary>Whether a file is a mount point of its own. Only Linux tells; elsewhere the answer is no, and replacing the file is what finds out.</summary>
    public static bool IsOne(string path)
    {
        if (!File.Exists(Table))
        {
            return false;
        }

        // The fifth field is the mount point, with a blank written as \040 (proc(5)).
        var target = AtomicFile.TargetOf(path).Replace("\\", "\\134", StringComparison.Ordinal).Replace(" ", "\\040", StringComparison.Ordinal);
        return File.ReadLines(Table).Any(line => line.Split(' ') is { Length: > 4 } fields && fields[4] == target);
    }
}
