using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace WithingsSync.Storage.Postgres;

/// <inheritdoc cref="Statement"/>
internal sealed class PostgresStatement(PostgresDatabase database, NpgsqlCommand command) : Statement
{
    public override Statement Integer(long? value) => Add(NpgsqlDbType.Bigint, value);

    public override Statement Real(double? value) => Add(NpgsqlDbType.Double, value);

    public override Statement Text(string? value) => Add(NpgsqlDbType.Text, value is null ? null : PostgresText.Written(value));

    public override Statement Utf8(ReadOnlySpan<byte> value) => Text(Encoding.UTF8.GetString(value));

    public override Statement Blob(ReadOnlySpan<byte> value) => Add(NpgsqlDbType.Bytea, value.ToArray());

    public override int Run()
    {
        try
        {
            return database.Run(command);
        }
        finally
        {
            Restart();
        }
    }

    public override void RunSoon()
    {
        try
        {
            database.RunSoon(command);
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
            return database.Query(command);
        }
        finally
        {
            Restart();
        }
    }

    public override void Restart() => command.Parameters.Clear();

    public override void Dispose() => command.Dispose();

    private PostgresStatement Add(NpgsqlDbType type, object? value)
    {
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
        return this;
    }
}
