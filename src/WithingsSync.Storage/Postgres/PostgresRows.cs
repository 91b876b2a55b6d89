using System.Text;
using Npgsql;

namespace WithingsSync.Storage.Postgres;

/// <inheritdoc cref="Rows"/>
internal sealed class PostgresRows(NpgsqlDataReader reader) : Rows
{
    private int _column;

    public override bool Next()
    {
        _column = 0;
        return PostgresDatabase.Attempt(reader.Read);
    }

    public override void MoveTo(int column) => _column = column;

    public override long Integer() => reader.GetFieldValue<long>(_column++);

    public override double Real() => reader.GetFieldValue<double>(_column++);

    public override string Text() => reader.GetString(_column++);

    public override ReadOnlySpan<byte> Bytes()
    {
        var column = _column++;
        return reader.IsDBNull(column) ? default
            : reader.GetFieldType(column) == typeof(byte[]) ? reader.GetFieldValue<byte[]>(column)
            : Encoding.UTF8.GetBytes(reader.GetString(column));
    }

    public override void Dispose() => reader.Dispose();

    protected override bool IsNull()
    {
        if (!reader.IsDBNull(_column))
        {
            return false;
        }

        _column++;
        return true;
    }
}
