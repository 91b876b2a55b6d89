using System.Text;
using SQLitePCL;

namespace WithingsSync.Storage.Sqlite;

/// <inheritdoc cref="Rows"/>
internal sealed class SqliteRows(SqliteDatabase database, sqlite3_stmt handle) : Rows
{
    // Device ids, models and zones repeat from row to row: the last text of each column is handed out again when it is the same.
    private readonly string[] _last = new string[raw.sqlite3_column_count(handle)];
    private int _column;

    public override bool Next()
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

    public override void MoveTo(int column) => _column = column;

    public override long Integer() => raw.sqlite3_column_int64(handle, _column++);

    public override double Real() => raw.sqlite3_column_double(handle, _column++);

    public override string Text()
    {
        var column = _column;
        var utf8 = Bytes();
        var last = _last[column];
        return last is not null && Ascii.Equals(utf8, last) ? last : _last[column] = Encoding.UTF8.GetString(utf8);
    }

    public override ReadOnlySpan<byte> Bytes() => raw.sqlite3_column_blob(handle, _column++);

    public override void Dispose() => _ = raw.sqlite3_reset(handle); // repeats only what Next has already thrown

    protected override bool IsNull()
    {
        if (raw.sqlite3_column_type(handle, _column) != raw.SQLITE_NULL)
        {
            return false;
        }

        _column++;
        return true;
    }
}
