using WithingsSync.Cli.Commands;
using WithingsSync.Cli.Credentials;
using WithingsSync.Cli.Garmin;
using WithingsSync.Cli.Output;
using WithingsSync.Cli.Sessions;
using WithingsSync.Destinations.Garmin;
using WithingsSync.Destinations.TrainerRoad;

namespace WithingsSync.Cli.Delivering;

/// <summary>The services a run delivers to, composed from what the person set; their connections end with it.</summary>
internal sealed class DestinationSet : IAsyncDisposable
{
    private readonly List<Func<ValueTask>> _endings = [];

    private DestinationSet(UploadTargets targets) => Targets = targets;

    public UploadTargets Targets { get; }

    /// <summary>TrainerRoad first, as the Python tool does.</summary>
    public List<ConfiguredDestination> All { get; } = [];

    /// <param name="request">Options of the command line.</param>
    /// <param name="folder">Where sessions and settings are.</param>
    /// <param name="surroundings">The clock and the terminal.</param>
    /// <param name="byPerson">Somebody asked for this run, which may do again what a scheduled one must not.</param>
    /// <param name="log">Of the run.</param>
    /// <param name="cancellationToken">Ends the reading of files.</param>
    /// <exception cref="UsageException">A setting of a destination is wrong.</exception>
    public static async Task<DestinationSet> OfAsync(SyncRequest request, ConfigFolder folder, Surroundings surroundings, bool byPerson, RunLog log, CancellationToken cancellationToken)
    {
        var garmin = new GarminSessionFile(folder, surroundings.Time);
        var set = new DestinationSet(UploadTargets.Of(request, folder.Environment, staysAtGarmin: !request.NoUpload && await StaysAsync(garmin, cancellationToken)));
        if (set.Targets.TrainerRoad)
        {
            set.AddTrainerRoad(request, folder, surroundings, byPerson, log);
        }

        if (set.Targets.Garmin)
        {
            set.AddGarmin(request, folder, garmin, surroundings, log);
        }

        return set;
    }

    /// <summary>A session file that cannot be read may be such a sign-in: it is Garmin's failure, told where Garmin is delivered to, and holds back nothing else.</summary>
    private static async Task<bool> StaysAsync(GarminSessionFile garmin, CancellationToken cancellationToken)
    {
        try
        {
            return await garmin.FindAsync(cancellationToken) is { IsStanding: true };
        }
        catch (UsageException)
        {
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var end in _endings)
        {
            await end();
        }
    }

    private void AddGarmin(SyncRequest request, ConfigFolder folder, GarminSessionFile file, Surroundings surroundings, RunLog log)
    {
        var environment = folder.Environment;
        var connection = GarminConnection.Create(
            GarminSetup.Options(folder),
            GarminSetup.Settings(request, environment),
            file,
            new SecondFactor(request.GarminMfaCode, surroundings, environment),
            GarminSetup.Credentials(request.GarminUsername, request.GarminPassword, environment),
            surroundings.Time,
            log);
        _endings.Add(connection.DisposeAsync);
        All.Add(new(connection.Destination, UserMarks.Garmin));
    }

    private void AddTrainerRoad(SyncRequest request, ConfigFolder folder, Surroundings surroundings, bool byPerson, RunLog log)
    {
        var login = new TrainerRoadLogin(
            Credential.Resolve("trainerroad_username", request.TrainerRoadUsername, folder.Environment)!,
            Credential.Resolve("trainerroad_password", request.TrainerRoadPassword, folder.Environment));
        var settings = DestinationsFile.Apply(folder, "trainerroad", new TrainerRoadOptions(), TrainerRoadOptionNames.With);
        var options = settings with { Url = WithingsApp.Address(folder.Environment, "TRAINERROAD_URL", settings.Url) };
        var store = new TrainerRoadSessionFile(folder, log.CreateLogger("withings_sync.trainerroad"));
        var connection = TrainerRoadConnection.Create(options, login, store, surroundings.Time, log, byPerson);
        _endings.Add(() =>
        {
            connection.Dispose();
            return ValueTask.CompletedTask;
        });
        All.Add(new(connection.Destination, UserMarks.TrainerRoad));
    }
}
