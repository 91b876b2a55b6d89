using WithingsSync.Cli.Commands;
using WithingsSync.Cli.Output;

namespace WithingsSync.Cli.Delivering;

/// <summary>The services a run delivers to, composed from what the person set; their connections end with it.</summary>
internal sealed class DestinationSet : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _connections = [];

    private DestinationSet(UploadTargets targets) => Targets = targets;

    public UploadTargets Targets { get; }

    /// <summary>TrainerRoad first, as the Python tool does.</summary>
    public List<ConfiguredDestination> All { get; } = [];

    /// <exception cref="UsageException">A setting of a destination is wrong.</exception>
    public static DestinationSet Of(SyncRequest request, Session session, Surroundings surroundings, RunLog log)
    {
        _ = surroundings;
        _ = log;
        return new DestinationSet(UploadTargets.Of(request, session.Folder.Environment, staysAtGarmin: false));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }
    }
}
