using WithingsSync.Server.Settings;
using WithingsSync.Simulator;
using WithingsSync.Testing;
using WithingsSync.Withings;

namespace WithingsSync.SystemTests.Server;

/// <summary>What a server is told so that it works with a simulated Withings.</summary>
internal static class SimulatedSettings
{
    /// <param name="database">PostgreSQL's address; SQLite in the folder when null.</param>
    /// <param name="publicPort">Where Withings reaches the server; without, everything is polled.</param>
    public static ServerSettings Read(SimulatorHost simulator, string folder, string? database, int port, int? publicPort)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WITHINGS_CLIENT_ID"] = simulator.ClientId,
            ["WITHINGS_CLIENT_SECRET"] = simulator.ClientSecret,
            ["WITHINGS_API_URL"] = simulator.ApiUrl.OriginalString,
            ["WITHINGS_ACCOUNT_URL"] = simulator.AccountUrl.OriginalString,
            ["WITHINGS_REDIRECT_URI"] = LoopbackWorld.Callback,
            ["GARMIN_SSO_URL"] = simulator.GarminUrl.OriginalString,
            ["GARMIN_API_URL"] = simulator.GarminUrl.OriginalString,
            ["GARMIN_AUTH_URL"] = simulator.GarminUrl.OriginalString,
            ["TRAINERROAD_URL"] = simulator.TrainerRoadUrl.OriginalString,
            ["WITHINGS_SYNC_SECRETS"] = Path.Combine(folder, "secrets"),
            ["WITHINGS_SYNC_MASTER_KEY"] = Convert.ToBase64String(new byte[32].Select((_, at) => (byte)at).ToArray()),
        };
        if (database is not null)
        {
            environment["DATABASE_URL"] = database;
        }

        if (publicPort is { } reached)
        {
            environment["PUBLIC_URL"] = $"http://127.0.0.1:{reached}";
            environment["WITHINGS_WEBHOOK_SECRET"] = ServerWorld.WebhookSecret;
        }

        var place = new ServerPlace(Path.Combine(folder, "data"), folder, environment, new Dictionary<string, string>(StringComparer.Ordinal));
        return ServerSettings.Read(place, [$"http://127.0.0.1:{port}"]);
    }

    /// <summary>Without the pauses that Withings itself needs between subscriptions.</summary>
    /// <param name="longestWait">How long one call waits in all before it gives up.</param>
    public static WithingsOptions WithoutPauses(this WithingsOptions options, SigningMode signing, TimeSpan longestWait) => new()
    {
        ClientId = options.ClientId,
        ClientSecret = options.ClientSecret,
        RedirectUri = options.RedirectUri,
        ApiUrl = options.ApiUrl,
        AccountUrl = options.AccountUrl,
        Signing = signing,
        RenewalBuffer = options.RenewalBuffer,
        SignInAdvice = options.SignInAdvice,
        LongestWait = longestWait,
        SubscribePause = TimeSpan.Zero,
        UnsubscribePause = TimeSpan.Zero,
    };
}
