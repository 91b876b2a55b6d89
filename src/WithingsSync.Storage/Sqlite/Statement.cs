using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using SQLitePCL;

namespace WithingsSync.Storage.Sqlite;

/// <summary>
/// A prepared statement, kept for the life of its connection. Parameters are written <c>$1, $2 …</c>, appear in ascending order, and are given in that
/// order; then one <see cref="Run"/> or <see cref="Query"/>.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly Database _database;
    private readonly sqlite3_stmt _handle;
    private readonly Rows _rows;
    private int _given;

    public Statement(Database database, sqlite3_stmt handle)
    {
        _database = database;
        _handle = handle;
        _rows = new Rows(database, handle);
        Debug.Assert(ParametersAscend(), "Parameters must first appear in ascending order.");
    }

    public Statement Integer(long? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_int64(_handle, ++_given, number) : raw.sqlite3_bind_null(_handle, ++_given));
        return this;
    }

    /// <summary>Whole seconds since 1970, which sort alike in every database.</summary>
    public Statement Instant(DateTimeOffset? value) => Integer(value?.ToUnixTimeSeconds());

    public Statement Flag(bool? value) => Integer(value is { } flag ? flag ? 1 : 0 : null);

    /// <summary>Written yyyy-MM-dd.</summary>
    public Statement Date(DateOnly? value) => Text(value?.ToString("O", CultureInfo.InvariantCulture));

    /// <summary>Exact digits as text: a database's own decimals drop trailing zeros, or round.</summary>
    public Statement Number(decimal? value) => Text(value?.ToString(CultureInfo.InvariantCulture));

    public Statement Text(string? value)
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

    public Statement Utf8(ReadOnlySpan<byte> value)
    {
        // An empty span has no address, which SQLite takes for null.
        Check(value.IsEmpty ? raw.sqlite3_bind_text(_handle, ++_given, string.Empty) : raw.sqlite3_bind_text(_handle, ++_given, value));
        return this;
    }

    public Statement Blob(ReadOnlySpan<byte> value)
    {
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_handle, ++_given, 0) : raw.sqlite3_bind_blob(_handle, ++_given, value));
        return this;
    }

    /// <summary>Runs to the end.</summary>
    /// <returns>How many rows were inserted, changed or deleted.</returns>
    public int Run()
    {
        using var rows = Query();
        while (rows.Next())
        {
        }

        return _database.Changes;
    }

    /// <summary>The rows, to be disposed before the statement is used again.</summary>
    public Rows Query()
    {
        _given = 0;
        return _rows;
    }

    /// <summary>Forgets the parameters given so far.</summary>
    public void Restart() => _given = 0;

    public void Dispose() => _handle.Dispose();

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
