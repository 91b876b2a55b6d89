using System.Globalization;
using System.Text;
using Npgsql;

namespace WithingsSync.Storage.Postgres;

/// <inheritdoc cref="Rows"/>
/// <remarks>
/// They come from the connection as they are asked for. A connection answers one statement at a time, so when another one is to run meanwhile, the rest is taken into
/// memory first (<see cref="Detach"/>).
/// </remarks>
internal sealed class PostgresRows(NpgsqlDataReader reader) : Rows
{
    private readonly Queue<object[]> _rest = new();
    private NpgsqlDataReader? _reader = reader;
    private object[]? _row;
    private int _column;

    public override bool Next()
    {
        _column = 0;
        if (_reader is not { } open)
        {
            return _rest.TryDequeue(out _row);
        }

        try
        {
            return open.Read();
        }
        catch (NpgsqlException failure)
        {
            throw PostgresFailure.For(failure);
        }
    }

    public override void MoveTo(int column) => _column = column;

    public override long Integer()
    {
        var column = _column++;
        return _reader?.GetFieldValue<long>(column) ?? Convert.ToInt64(_row![column], CultureInfo.InvariantCulture);
    }

    public override double Real()
    {
        var column = _column++;
        return _reader?.GetFieldValue<double>(column) ?? Convert.ToDouble(_row![column], CultureInfo.InvariantCulture);
    }

    public override string Text()
    {
        var column = _column++;
        return PostgresText.Read(_reader?.GetString(column) ?? (string)_row![column]);
    }

    public override ReadOnlySpan<byte> Bytes()
    {
        var column = _column++;
        return (_reader is { } open ? open.GetValue(column) : _row![column]) switch
        {
            DBNull => default,
            byte[] blob => blob,
            object text => Encoding.UTF8.GetBytes(PostgresText.Read((string)text)),
        };
    }

    /// <summary>Frees the connection: the row that is being read and those to come are kept here.</summary>
    public void Detach()
    {
        if (_reader is not { } open)
        {
            return;
        }

        PostgresDatabase.Attempt(() =>
        {
            if (open.IsOnRow)
            {
                _row = ValuesOf(open);
            }

            while (open.Read())
            {
                _rest.Enqueue(ValuesOf(open));
            }

            open.Dispose();
            return true;
        });
        _reader = null;
    }

    public override void Dispose()
    {
        if (_reader is { } open)
        {
            _reader = null;
            PostgresDatabase.Attempt(() =>
            {
                open.Dispose();
                return true;
            });
        }
    }

    protected override bool IsNull()
    {
        if (!(_reader?.IsDBNull(_column) ?? _row![_column] is DBNull))
        {
            return false;
        }

        _column++;
        return true;
    }

    private static object[] ValuesOf(NpgsqlDataReader open)
    {
        var values = new object[open.FieldCount];
        open.GetValues(values);
        return values;
    }
}
