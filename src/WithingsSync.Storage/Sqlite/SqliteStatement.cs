using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using SQLitePCL;

namespace WithingsSync.Storage.Sqlite;

/// <inheritdoc cref="Statement"/>
internal sealed class SqliteStatement : Statement
{
    private readonly SqliteDatabase _database;
    private readonly sqlite3_stmt _handle;
    private readonly SqliteRows _rows;
    private int _given;

    public SqliteStatement(SqliteDatabase database, sqlite3_stmt handle)
    {
        _database = database;
        _handle = handle;
        _rows = new SqliteRows(database, handle);
        Debug.Assert(ParametersAscend(), "Parameters must first appear in ascending order.");
    }

    public override Statement Integer(long? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_int64(_handle, ++_given, number) : raw.sqlite3_bind_null(_handle, ++_given));
        return this;
    }

    public override Statement Real(double? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_double(_handle, ++_given, number) : raw.sqlite3_bind_null(_handle, ++_given));
        return this;
    }

    public override Statement Text(string? value)
    {
        if (value is null)
        {
            return Integer(null);
        }

        const int brief = 256;
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most <= brief)
        {
            Span<byte> buffer = stackalloc byte[brief];
            return Utf8(buffer[..Encoding.UTF8.GetBytes(value, buffer)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        Utf8(rented.AsSpan(0, Encoding.UTF8.GetBytes(value, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    public override Statement Utf8(ReadOnlySpan<byte> value)
    {
        // An empty span has no address, which SQLite takes for null.
        Check(value.IsEmpty ? raw.sqlite3_bind_text(_handle, ++_given, string.Empty) : raw.sqlite3_bind_text(_handle, ++_given, value));
        return this;
    }

    public override Statement Blob(ReadOnlySpan<byte> value)
    {
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_handle, ++_given, 0) : raw.sqlite3_bind_blob(_handle, ++_given, value));
        return this;
    }

    public override int Run()
    {
        using var rows = Query();
        while (rows.Next())
        {
        }

        return _database.Changes;
    }

    public override Rows Query()
    {
        _given = 0;
        return _rows;
    }

    public override void Restart() => _given = 0;

    public override void Dispose() => _handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw _database.Failure(code);
        }
    }

    private bool ParametersAscend()
    {
        for (var i = 1; i <= raw.sqlite3_bind_parameter_count(_handle); i++)
        {
            if (raw.sqlite3_bind_parameter_name(_handle, i).utf8_to_string() != string.Create(CultureInfo.InvariantCulture, $"${i}"))
            {
                return false;
            }
        }

        return true;
    }
}
