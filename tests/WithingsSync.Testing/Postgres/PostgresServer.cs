using System.Globalization;
using Npgsql;

namespace WithingsSync.Testing;

/// <summary>
/// A real PostgreSQL for tests, in a temporary folder of its own. Databases sort texts by the rules of a language, as most servers do, so that a query that needs the
/// order of bytes has to ask for it.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Password = "loopback-only";
    private static readonly Lazy<Task<PostgresServer>> Shared = new(() => StartAsync(durable: false));

    private readonly PostgresFolder _folder;
    private readonly bool _isDurable;
    private PostgresProcess _process;
    private int _databases;

    private PostgresServer(PostgresFolder folder, bool isDurable, int port, PostgresProcess process)
    {
        _folder = folder;
        _isDurable = isDurable;
        Port = port;
        _process = process;
    }

    /// <summary>Of 127.0.0.1; after a restart the same.</summary>
    public int Port { get; }

    /// <summary>The one server of this test process, which ends with it. A test without PostgreSQL on its machine is skipped here.</summary>
    public static Task<PostgresServer> SharedAsync()
    {
        PostgresPrograms.Need();
        return Shared.Value;
    }

    /// <summary>A server that a test may kill.</summary>
    /// <param name="durable">A commit is on the disk when it returns; otherwise nothing waits for the disk.</param>
    public static async Task<PostgresServer> StartAsync(bool durable)
    {
        PostgresPrograms.Need();
        PostgresFolder.Sweep();
        var folder = await PostgresFolder.CreateAsync(Password);

        // Between finding a port free and taking it, somebody else may: then another one.
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort.Find();
            try
            {
                return new(folder, durable, port, await PostgresProcess.StartAsync(folder, port, durable));
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
            }
        }
    }

    /// <summary>A new database: empty, or the copy of another, to which nobody may be connected.</summary>
    /// <param name="template">The connection string of the one to copy.</param>
    /// <returns>Its connection string for Npgsql; every session of it goes through the server's socket.</returns>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = await CreateAsync(template is null ? "template1" : new NpgsqlConnectionStringBuilder(template).Database!);
        return ConnectionString(name);
    }

    /// <summary>A new, empty database, by the address that hosting services put in DATABASE_URL: over TCP, with a password.</summary>
    public async Task<string> CreateDatabaseAddressAsync()
    {
        var name = await CreateAsync("template1");
        return string.Create(CultureInfo.InvariantCulture, $"postgres://postgres:{Password}@127.0.0.1:{Port}/{name}");
    }

    /// <summary>SIGKILL to the server and all it runs for its clients; then the same server again, on the same folder and port.</summary>
    public async Task KillAsync()
    {
        await StopAsync();
        await RestartAsync();
    }

    /// <summary>SIGKILL; the databases stay as they lie until <see cref="RestartAsync"/>.</summary>
    public Task StopAsync() => _process.KillAsync();

    public async Task RestartAsync() => _process = await PostgresProcess.StartAsync(_folder, Port, _isDurable);

    /// <summary>Ends the server and removes its folder. The shared one ends with the test process.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.KillAsync();
        _folder.Remove();
    }

    private async Task<string> CreateAsync(string template)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name} template {template}", connection);
        await command.ExecuteNonQueryAsync();
        return name;
    }

    private string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host={_folder.Path};Port={Port};Username=postgres;Database={database}");
}
