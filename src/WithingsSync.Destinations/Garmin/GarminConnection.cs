using Microsoft.Extensions.Logging;
using WithingsSync.Destinations.Garmin.SignIn;

namespace WithingsSync.Destinations.Garmin;

/// <summary>One person's line to Garmin, composed by hand (architecture.md, decision 1). Creating it asks nobody and opens nothing.</summary>
public sealed class GarminConnection : IAsyncDisposable
{
    private readonly GarminHttp _http;
    private readonly GarminKeeper _keeper;

    private GarminConnection(GarminHttp http, GarminKeeper keeper, GarminDestination destination, GarminSignIn signIn) =>
        (_http, _keeper, Destination, SignIn) = (http, keeper, destination, signIn);

    public GarminDestination Destination { get; }

    public GarminSignIn SignIn { get; }

    /// <param name="credentials">Null when only a saved session is to be used.</param>
    public static GarminConnection Create(
        GarminOptions options, GarminSettings settings, IGarminSessionStore store, ISecondFactor secondFactor, GarminCredentials? credentials, TimeProvider time, ILoggerFactory loggers)
    {
        // Upstream's name for it, which scripts look for in its log.
        var logger = loggers.CreateLogger("garmin");
        var http = new GarminHttp(GarminHttp.Network(options), time, logger);
        var pause = new Pause(time, Random.Shared);
        ILoginStrategy[] strategies = [new JsonLogin(options, http, pause, isPortal: false), new WidgetLogin(options, http, pause), new JsonLogin(options, http, pause, isPortal: true)];
        var tokens = new Tokens(options, http, time);
        var cooldowns = new Cooldowns(options, store, time);
        var flow = new SignInFlow(options, store, strategies, tokens, new(options, http, pause), cooldowns, secondFactor, time, logger);
        var keeper = new GarminKeeper(options, store, tokens, flow, cooldowns, credentials, time, logger);
        var client = new GarminClient(options, http, keeper, store, cooldowns, pause, time);
        return new(http, keeper, new(options, settings, client, keeper, store, credentials, time, logger), new(options, store, flow, tokens, time));
    }

    /// <summary>Waits for a refresh under way, so that no rotated token is lost.</summary>
    public async ValueTask DisposeAsync()
    {
        await _keeper.DisposeAsync();
        _http.Dispose();
    }
}
