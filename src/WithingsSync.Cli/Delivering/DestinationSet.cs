using WithingsSync.Cli.Commands;
using WithingsSync.Cli.Credentials;
using WithingsSync.Cli.Output;
using WithingsSync.Cli.Sessions;
using WithingsSync.Destinations.TrainerRoad;

namespace WithingsSync.Cli.Delivering;

/// <summary>The services a run delivers to, composed from what the person set; their connections end with it.</summary>
internal sealed class DestinationSet : IAsyncDisposable
{
    private readonly List<IDisposable> _connections = [];

    private DestinationSet(UploadTargets targets) => Targets = targets;

    public UploadTargets Targets { get; }

    /// <summary>TrainerRoad first, as the Python tool does.</summary>
    public List<ConfiguredDestination> All { get; } = [];

    /// <exception cref="UsageException">A setting of a destination is wrong.</exception>
    public static DestinationSet Of(SyncRequest request, ConfigFolder folder, Surroundings surroundings, RunLog log)
    {
        var set = new DestinationSet(UploadTargets.Of(request, folder.Environment, staysAtGarmin: false));
        if (set.Targets.TrainerRoad)
        {
            set.AddTrainerRoad(request, folder, surroundings, log);
        }

        return set;
    }

    public ValueTask DisposeAsync()
    {
        _connections.ForEach(connection => connection.Dispose());
        return ValueTask.CompletedTask;
    }

    private void AddTrainerRoad(SyncRequest request, ConfigFolder folder, Surroundings surroundings, RunLog log)
    {
        var login = new TrainerRoadLogin(
            Credential.Resolve("trainerroad_username", request.TrainerRoadUsername, folder.Environment)!,
            Credential.Resolve("trainerroad_password", request.TrainerRoadPassword, folder.Environment));
        var settings = DestinationsFile.Apply(folder, "trainerroad", new TrainerRoadOptions(), TrainerRoadOptionNames.With);
        var options = settings with { Url = WithingsApp.Address(folder.Environment, "TRAINERROAD_URL", settings.Url) };
        var store = new TrainerRoadSessionFile(folder, log.CreateLogger("withings_sync.trainerroad"));
        var connection = TrainerRoadConnection.Create(options, login, store, surroundings.Time, log);
        _connections.Add(connection);
        All.Add(new(connection.Destination, UserMarks.TrainerRoad));
    }
}
