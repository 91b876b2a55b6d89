using Microsoft.Extensions.Logging;
using WithingsSync.Cli.Credentials;

namespace WithingsSync.Cli.Commands;

/// <summary>Which services the person named by a user name. This version delivers to files only, and says so instead of staying silent.</summary>
internal sealed partial record UploadTargets(bool Garmin, bool TrainerRoad)
{
    public static UploadTargets Of(SyncRequest request, IReadOnlyDictionary<string, string> environment) => new(
        Credential.Resolve("garmin_username", request.GarminUsername, environment) is { Length: > 0 },
        Credential.Resolve("trainerroad_username", request.TrainerRoadUsername, environment) is { Length: > 0 });

    /// <summary>The marks of the session file that say from when on to deliver: the earliest counts (garmin-trainerroad-fit.md §5.2).</summary>
    public IReadOnlyList<string> Marks => (Garmin, TrainerRoad) switch
    {
        (true, true) => ["last_sync", "last_sync_tr"],
        (false, true) => ["last_sync_tr"],
        _ => ["last_sync"],
    };

    /// <returns>Whether something was asked for that was not done.</returns>
    public bool Report(SyncRequest request, ILogger logger)
    {
        if (request.NoUpload)
        {
            Log.Skipping(logger);
            return false;
        }

        if (TrainerRoad)
        {
            Log.NotInThisVersion(logger, "TrainerRoad");
        }
        else
        {
            Log.NoTrainerRoad(logger);
        }

        if (Garmin)
        {
            Log.NotInThisVersion(logger, "Garmin Connect");
        }
        else
        {
            Log.NoGarmin(logger);
        }

        return Garmin || TrainerRoad;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Skipping upload")]
        public static partial void Skipping(ILogger logger);

        [LoggerMessage(LogLevel.Information, "No TrainerRoad username or a new measurement - skipping sync")]
        public static partial void NoTrainerRoad(ILogger logger);

        [LoggerMessage(LogLevel.Information, "No Garmin data selected - skipping sync")]
        public static partial void NoGarmin(ILogger logger);

        [LoggerMessage(LogLevel.Error, "{Service}: this version does not deliver there yet, so nothing was sent and no mark was moved. Files and the archive are complete.")]
        public static partial void NotInThisVersion(ILogger logger, string service);
    }
}
