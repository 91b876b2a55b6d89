using System.Globalization;
using System.Text;
using SQLitePCL;

namespace WithingsSync.Storage.Sqlite;

/// <summary>The rows of a running statement; columns are read once each, from left to right.</summary>
internal sealed class Rows(Database database, sqlite3_stmt handle) : IDisposable
{
    // Device ids, models and zones repeat from row to row: the last text of each column is handed out again when it is the same.
    private readonly string[] _last = new string[raw.sqlite3_column_count(handle)];
    private int _column;

    public bool Next()
    {
        _column = 0;
        var code = raw.sqlite3_step(handle);
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw database.Failure(code),
        };
    }

    /// <summary>Goes to a column, from zero, instead of the next.</summary>
    public void MoveTo(int column) => _column = column;

    public long Integer() => raw.sqlite3_column_int64(handle, _column++);

    public long? OptionalInteger() => IsNull() ? null : Integer();

    public int Int() => checked((int)Integer());

    public int? OptionalInt() => IsNull() ? null : Int();

    public DateTimeOffset Instant() => DateTimeOffset.FromUnixTimeSeconds(Integer());

    public DateTimeOffset? OptionalInstant() => IsNull() ? null : Instant();

    public bool? OptionalFlag() => IsNull() ? null : Integer() != 0;

    public DateOnly Date() => DateOnly.ParseExact(Text(), "O", CultureInfo.InvariantCulture);

    public DateOnly? OptionalDate() => IsNull() ? null : Date();

    public decimal? OptionalNumber() => IsNull() ? null : decimal.Parse(Text(), CultureInfo.InvariantCulture);

    public string? OptionalText() => IsNull() ? null : Text();

    public string Text()
    {
        var column = _column;
        var utf8 = Bytes();
        var last = _last[column];
        return last is not null && Ascii.Equals(utf8, last) ? last : _last[column] = Encoding.UTF8.GetString(utf8);
    }

    /// <summary>A blob, or a text in UTF-8, valid until the next row; empty when the column is null.</summary>
    public ReadOnlySpan<byte> Bytes() => raw.sqlite3_column_blob(handle, _column++);

    public void Dispose() => _ = raw.sqlite3_reset(handle); // repeats only what Next has already thrown

    /// <summary>True moves on; false leaves the column to be read.</summary>
    private bool IsNull()
    {
        if (raw.sqlite3_column_type(handle, _column) != raw.SQLITE_NULL)
        {
            return false;
        }

        _column++;
        return true;
    }
}
