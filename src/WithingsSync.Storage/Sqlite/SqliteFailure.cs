using SQLitePCL;

namespace WithingsSync.Storage.Sqlite;

/// <summary>What SQLite said, by its result code (sqlite.org/rescode.html): the cause inside an <see cref="ArchiveException"/>.</summary>
internal sealed class SqliteFailure(int code, string message) : Exception($"SQLite {code}: {message}")
{
    public int Code { get; } = code;

    /// <summary>The same for a person: what it means for this file, and what helps.</summary>
    public ArchiveException For(string path) => new(Advice(path), this);

    private string Advice(string path) => (Code & 0xff) switch
    {
        raw.SQLITE_NOTADB => $"{path} is not a withings-sync archive. Move it away, or choose another folder; an archive fills itself again from Withings.",
        raw.SQLITE_CORRUPT => $"The archive {path} is damaged. Move it away and pull again (it fills itself from Withings), or put a backup in its place.",
        raw.SQLITE_FULL => $"The disk that holds the archive {path} is full. Free some space and run again; what was being written is not kept, all before it is.",
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
            $"The archive {path} cannot be opened or written. Check that the file and its folder are yours to read and write and that the disk is not read-only.",
        raw.SQLITE_IOERR => $"The disk that holds the archive {path} reported an error. Check the disk and its free space, then run again.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"Another program kept the archive {path} locked for {SqliteDatabase.BusySeconds} s. Let it finish, then run again.",
        _ => $"The archive {path} could not be used: {Message}.",
    };
}
