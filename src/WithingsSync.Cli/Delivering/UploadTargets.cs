using Microsoft.Extensions.Logging;
using WithingsSync.Cli.Commands;
using WithingsSync.Cli.Credentials;

namespace WithingsSync.Cli.Delivering;

/// <summary>Which services the person named by a user name, or by signing in there for good.</summary>
internal sealed partial record UploadTargets(bool Garmin, bool TrainerRoad)
{
    /// <param name="request">What was asked.</param>
    /// <param name="environment">Including what a <c>.env</c> file filled in.</param>
    /// <param name="staysAtGarmin">Whether the person signed in with <c>garmin login</c>, which needs no user name afterwards.</param>
    public static UploadTargets Of(SyncRequest request, IReadOnlyDictionary<string, string> environment, bool staysAtGarmin) => request.NoUpload ? new(false, false) : new(
        staysAtGarmin || Credential.Resolve("garmin_username", request.GarminUsername, environment) is { Length: > 0 },
        Credential.Resolve("trainerroad_username", request.TrainerRoadUsername, environment) is { Length: > 0 });

    public bool Any => Garmin || TrainerRoad;

    /// <summary>The marks of the session file that say from when on to deliver: the earliest counts (garmin-trainerroad-fit.md §5.2).</summary>
    public IReadOnlyList<string> Marks => (Garmin, TrainerRoad) switch
    {
        (true, true) => [UserMarks.Garmin, UserMarks.TrainerRoad],
        (false, true) => [UserMarks.TrainerRoad],
        _ => [UserMarks.Garmin],
    };

    /// <summary>Says what is not delivered, in the Python tool's words.</summary>
    public void SaySkipped(SyncRequest request, ILogger logger)
    {
        if (request.NoUpload)
        {
            Log.Skipping(logger);
            return;
        }

        if (!TrainerRoad)
        {
            Log.NoTrainerRoad(logger);
        }

        if (!Garmin)
        {
            Log.NoGarmin(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Skipping upload")]
        public static partial void Skipping(ILogger logger);

        [LoggerMessage(LogLevel.Information, "No TrainerRoad username or a new measurement - skipping sync")]
        public static partial void NoTrainerRoad(ILogger logger);

        [LoggerMessage(LogLevel.Information, "No Garmin data selected - skipping sync")]
        public static partial void NoGarmin(ILogger logger);
    }
}
