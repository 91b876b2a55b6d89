namespace WithingsSync.Pipeline.Files;

/// <summary>
/// Room on the disk for a secret that is about to arrive and must not be lost, taken before it is asked for: a neighbour of the target is written in
/// full and flushed, later overwritten in place and moved over the target. A full or read-only disk is met while nothing has happened yet.
/// </summary>
public sealed class ReservedFile : IDisposable
{
    private readonly string _path;
    private readonly int _room;
    private bool _isKept;

    private ReservedFile(string path, int room)
    {
        _path = path;
        _room = room;
    }

    /// <param name="path">The target.</param>
    /// <param name="room">Bytes to reserve.</param>
    /// <exception cref="IOException">There is no room, or the folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static ReservedFile Create(string path, int room)
    {
        var reserved = new ReservedFile(AtomicFile.NeighbourOf(path), room);
        try
        {
            using var stream = new FileStream(reserved._path, AtomicFile.Options(path, secret: true));
            stream.Write(new byte[room]);
            stream.Flush(flushToDisk: true);
            return reserved;
        }
        catch
        {
            reserved.Dispose();
            throw;
        }
    }

    /// <summary>Puts the content in the reserved room and the file in the place of its target.</summary>
    public void Commit(string path, ReadOnlySpan<byte> content)
    {
        using (var stream = new FileStream(_path, FileMode.Open, FileAccess.Write))
        {
            stream.Write(content);
            stream.SetLength(content.Length);
            stream.Flush(flushToDisk: true);
        }

        AtomicFile.Replace(path, _path, secret: true);
        _isKept = true;
    }

    /// <summary>Whether so much content has room.</summary>
    public bool Holds(int length) => !_isKept && length <= _room;

    public void Dispose()
    {
        if (!_isKept)
        {
            File.Delete(_path);
        }
    }
}
