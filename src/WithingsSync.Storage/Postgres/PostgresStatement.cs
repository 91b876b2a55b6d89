using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace WithingsSync.Storage.Postgres;

/// <inheritdoc cref="Statement"/>
internal sealed class PostgresStatement(NpgsqlConnection connection, string sql) : Statement
{
    private readonly NpgsqlCommand _command = new(sql, connection);

    public override Statement Integer(long? value) => Add(NpgsqlDbType.Bigint, value);

    public override Statement Real(double? value) => Add(NpgsqlDbType.Double, value);

    public override Statement Text(string? value) => Add(NpgsqlDbType.Text, value);

    public override Statement Utf8(ReadOnlySpan<byte> value) => Text(Encoding.UTF8.GetString(value));

    public override Statement Blob(ReadOnlySpan<byte> value) => Add(NpgsqlDbType.Bytea, value.ToArray());

    public override int Run()
    {
        try
        {
            return PostgresDatabase.Attempt(_command.ExecuteNonQuery);
        }
        finally
        {
            Restart();
        }
    }

    public override Rows Query()
    {
        try
        {
            return new PostgresRows(PostgresDatabase.Attempt(() => _command.ExecuteReader()));
        }
        finally
        {
            Restart();
        }
    }

    public override void Restart() => _command.Parameters.Clear();

    public override void Dispose() => _command.Dispose();

    private PostgresStatement Add(NpgsqlDbType type, object? value)
    {
        _command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
        return this;
    }
}
