using WithingsSync.Storage.Server;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.Tests.Storage.Server;

/// <summary>A server's database for one test, new and with its tables.</summary>
internal sealed class SomeServer : IDisposable
{
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private readonly ArchiveFolder? _folder;

    private SomeServer(ServerDatabase database, string address, ArchiveFolder? folder)
    {
        Database = database;
        Address = address;
        _folder = folder;
    }

    /// <summary>What a test of a store runs on.</summary>
    public static TheoryData<string> Databases => ["SQLite", "PostgreSQL"];

    public ServerDatabase Database { get; }

    /// <summary>The file, or the connection string.</summary>
    public string Address { get; }

    public static SomeServer OnSqlite(TimeProvider? time = null)
    {
        var folder = new ArchiveFolder();
        return new(ServerDatabase.OpenSqlite(folder.File, time ?? TimeProvider.System), folder.File, folder);
    }

    public static async Task<SomeServer> OnPostgresAsync(TimeProvider? time = null)
    {
        var server = await PostgresServer.SharedAsync();
        var address = await server.CreateDatabaseAsync(await Template.Value);
        return new(ServerDatabase.OpenPostgres(address, time ?? TimeProvider.System), address, folder: null);
    }

    public static async Task<SomeServer> OnAsync(string database) => database == "PostgreSQL" ? await OnPostgresAsync() : OnSqlite();

    /// <summary>Another process's connections to the same database.</summary>
    public ServerDatabase Again() =>
        _folder is null ? ServerDatabase.OpenPostgres(Address, TimeProvider.System) : ServerDatabase.OpenSqlite(Address, TimeProvider.System);

    public void Dispose()
    {
        Database.Dispose();
        _folder?.Dispose();
    }

    /// <summary>Migrated once, then copied: that is quicker than to migrate for every test.</summary>
    private static async Task<string> MakeTemplateAsync()
    {
        var server = await PostgresServer.SharedAsync();
        var address = await server.CreateDatabaseAsync();
        ServerDatabase.OpenPostgres(address, TimeProvider.System).Dispose();
        return address;
    }
}
