using System.Data;
using Npgsql;
using WithingsSync.Storage.Postgres;

namespace WithingsSync.Storage.Server;

/// <summary>
/// PostgreSQL's session locks, all of this process on one connection: they end with it, so those of a killed process are free at once. After a broken connection the
/// held ones are taken again on the next, where nobody else was faster.
/// </summary>
internal sealed class AdvisoryLocks(NpgsqlDataSource source) : IAsyncDisposable
{
    /// <summary>The stores' locks, which last for a transaction, have other keys.</summary>
    private const string Try = "select pg_try_advisory_lock(hashtextextended('process ' || $1, 0))";
    private const string Release = "select pg_advisory_unlock(hashtextextended('process ' || $1, 0))";

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private NpgsqlConnection? _connection;

    /// <exception cref="ArchiveException">The server cannot be reached.</exception>
    public async Task<bool> TryAsync(string name, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // Not to be cancelled half way: nobody would know whether it is held.
            var taken = await AskAsync(Try, name);
            if (taken)
            {
                _held.Add(name);
            }

            return taken;
        }
        catch (NpgsqlException failure)
        {
            throw PostgresFailure.For(failure);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task ReleaseAsync(string name)
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            _held.Remove(name);
            if (_connection?.State == ConnectionState.Open)
            {
                await AskAsync(Release, name);
            }
        }
        catch (NpgsqlException)
        {
            // The connection broke, and its locks with it: that is what was wanted.
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync(CancellationToken.None);
        if (_connection is not null)
        {
            await ReleaseAllAsync(_connection);
            await _connection.DisposeAsync();
        }

        _gate.Dispose();
    }

    /// <summary>A connection that goes back to its pool keeps its locks until somebody else takes it.</summary>
    private static async Task ReleaseAllAsync(NpgsqlConnection connection)
    {
        if (connection.FullState != ConnectionState.Open)
        {
            return;
        }

        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock_all()", connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // It broke, and its locks with it.
        }
    }

    private async Task<bool> AskAsync(string sql, string name)
    {
        await using var command = new NpgsqlCommand(sql, await ConnectedAsync()) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(CancellationToken.None) is true;
    }

    private async Task<NpgsqlConnection> ConnectedAsync()
    {
        if (_connection is { FullState: ConnectionState.Open } open)
        {
            return open;
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        _connection = null;
        var connection = await source.OpenConnectionAsync(CancellationToken.None);
        try
        {
            foreach (var held in _held)
            {
                await using var again = new NpgsqlCommand(Try, connection) { Parameters = { new() { Value = held } } };
                await again.ExecuteScalarAsync(CancellationToken.None);
            }
        }
        catch
        {
            // Not kept, and not left open with half of the locks on it: the next call connects anew.
            await ReleaseAllAsync(connection);
            await connection.DisposeAsync();
            throw;
        }

        return _connection = connection;
    }
}
