namespace WithingsSync.Pipeline.Files;

/// <summary>
/// Writes a file so that a reader, a crash or a full disk meets either the old content or the new one, whole: a neighbour is written,
/// flushed to the disk and moved over the target.
/// </summary>
public static class AtomicFile
{
    /// <param name="path">Target; its folder must exist.</param>
    /// <param name="write">Writes the whole content.</param>
    /// <param name="secret">True: readable and writable by the owner only (0600), from the first byte on.</param>
    /// <exception cref="IOException">The file could not be written; the target is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or file is not writable; the target is as it was.</exception>
    public static void Write(string path, Action<Stream> write, bool secret = false)
    {
        var (target, neighbour) = Places(path);
        try
        {
            using (var stream = new FileStream(neighbour, Options(target, secret)))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            Replace(target, neighbour, secret);
        }
        catch
        {
            File.Delete(neighbour);
            throw;
        }
    }

    /// <inheritdoc cref="Write(string, Action{Stream}, bool)"/>
    public static async Task WriteAsync(string path, Func<Stream, Task> write, bool secret = false)
    {
        var (target, neighbour) = Places(path);
        try
        {
            await using (var stream = new FileStream(neighbour, Options(target, secret)))
            {
                await write(stream);
                stream.Flush(flushToDisk: true);
            }

            Replace(target, neighbour, secret);
        }
        catch
        {
            File.Delete(neighbour);
            throw;
        }
    }

    /// <summary>A secret is replaced because the old one ends: its folder is flushed too, so that a power cut cannot bring the old one back.</summary>
    internal static void Replace(string path, string neighbour, bool secret)
    {
        var target = TargetOf(path);
        File.Move(neighbour, target, overwrite: true);
        if (secret && (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()))
        {
            FolderFlush.TryFlush(Path.GetDirectoryName(target)!);
        }
    }

    public static void Write(string path, ReadOnlyMemory<byte> content, bool secret = false) => Write(path, stream => stream.Write(content.Span), secret);

    /// <summary>Removes the neighbours that killed runs left. Only for who keeps every other writer of that file out, for theirs would go too.</summary>
    /// <exception cref="IOException">A neighbour could not be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static void RemoveLeftovers(string path)
    {
        var target = TargetOf(path);
        foreach (var neighbour in Directory.EnumerateFiles(Path.GetDirectoryName(target)!, $"{Path.GetFileName(target)}.*.tmp"))
        {
            if (Path.GetFileName(neighbour)[(Path.GetFileName(target).Length + 1)..].Split('.') is [var process, { Length: 32 } guid, _]
                && process.All(char.IsAsciiDigit) && guid.All(char.IsAsciiHexDigitLower))
            {
                File.Delete(neighbour);
            }
        }
    }

    /// <summary>A name of this process's own, beside the target, by which <see cref="RemoveLeftovers"/> knows it again.</summary>
    internal static string NeighbourOf(string path) => $"{TargetOf(path)}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";

    private static (string Target, string Neighbour) Places(string path) => (TargetOf(path), NeighbourOf(path));

    /// <summary>A link (a mounted secret, a dotfile manager) stays a link: its target is what is replaced.</summary>
    internal static string TargetOf(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    internal static FileStreamOptions Options(string target, bool secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            options.UnixCreateMode = secret ? ownerOnly : File.Exists(target) ? File.GetUnixFileMode(target) : null;
        }

        return options;
    }
}
