using WithingsSync.Storage.Server;
using WithingsSync.Testing;

namespace WithingsSync.Tests.Storage.Server;

/// <summary>A database of a server that several nodes open, gone with the test.</summary>
internal sealed class OpenServerDatabase : IDisposable
{
    private readonly ArchiveFolder _folder = new();
    private readonly List<ServerDatabase> _nodes = [];
    private readonly string? _address;

    private OpenServerDatabase(string? address) => _address = address;

    public bool IsPostgres => _address is not null;

    public static async Task<OpenServerDatabase> CreateAsync(bool postgres) =>
        new(postgres ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : null);

    /// <summary>Opened once more, as another process would.</summary>
    public ServerDatabase Open(TimeProvider? time = null)
    {
        var clock = time ?? TimeProvider.System;
        var node = _address is null ? ServerDatabase.OpenSqlite(_folder.File, clock) : ServerDatabase.OpenPostgres(_address, clock);
        _nodes.Add(node);
        return node;
    }

    public void Dispose()
    {
        _nodes.ForEach(node => node.Dispose());
        _folder.Dispose();
    }
}
