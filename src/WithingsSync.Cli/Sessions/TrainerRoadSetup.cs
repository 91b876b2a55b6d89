using Microsoft.Extensions.Logging;
using WithingsSync.Cli.Credentials;
using WithingsSync.Destinations.TrainerRoad;

namespace WithingsSync.Cli.Sessions;

/// <summary>One person's line to TrainerRoad from what was configured.</summary>
internal static class TrainerRoadSetup
{
    /// <summary>Null when no user name is given: then nothing goes to TrainerRoad. Nothing is sent and no file is touched here.</summary>
    /// <param name="userName">What the command line said, or null; likewise the password.</param>
    /// <exception cref="UsageException">A secrets file cannot be read, or TRAINERROAD_URL is no address.</exception>
    public static TrainerRoadConnection? Open(string? userName, string? password, ConfigFolder folder, TimeProvider time, ILoggerFactory loggers)
    {
        if (Credential.Resolve("trainerroad_username", userName, folder.Environment) is not { } name || name.Trim().Length == 0)
        {
            return null;
        }

        var login = new TrainerRoadLogin(name, Credential.Resolve("trainerroad_password", password, folder.Environment));
        return TrainerRoadConnection.Create(Options(folder.Environment), login, new TrainerRoadSessionFile(folder, loggers.CreateLogger("withings_sync.trainerroad")), time, loggers);
    }

    private static TrainerRoadOptions Options(IReadOnlyDictionary<string, string> environment) => new()
    {
        Url = environment.GetValueOrDefault("TRAINERROAD_URL") is not { Length: > 0 } text ? TrainerRoadOptions.StandardUrl
            : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
            : throw new UsageException($"TRAINERROAD_URL is not an http(s) address: {text}"),
    };
}
