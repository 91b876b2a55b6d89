using System.Runtime.InteropServices;
using SQLitePCL;

namespace WithingsSync.Storage.Sqlite;

/// <summary>
/// Which SQLite runs: the operating system's, which its maker patches, and the bundled 3.35.5 where there is none. The bundled one has a published
/// advisory (GHSA-2m69-gcr7-jv3q) that needs hostile SQL; all SQL here is our own.
/// </summary>
internal static class SqliteNative
{
    private static readonly Lock Gate = new();
    private static bool _loaded;

    public static void Load()
    {
        lock (Gate)
        {
            if (!_loaded)
            {
                NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, static (name, _, _) =>
                    name == "e_sqlite3" && NativeLibrary.TryLoad(SystemLibrary, out var handle) ? handle : IntPtr.Zero);
                raw.SetProvider(new SQLite3Provider_e_sqlite3());
                _loaded = true;
            }
        }
    }

    private static string SystemLibrary => OperatingSystem.IsWindows() ? "winsqlite3" : OperatingSystem.IsMacOS() ? "libsqlite3.dylib" : "libsqlite3.so.0";
}
