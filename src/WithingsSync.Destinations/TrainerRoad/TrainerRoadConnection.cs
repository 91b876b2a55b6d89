using System.Net;
using Microsoft.Extensions.Logging;

namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>One person's line to TrainerRoad, composed by hand. Nothing is sent before something is asked of its destination.</summary>
public sealed class TrainerRoadConnection : IDisposable
{
    private readonly TrainerRoadClient _client;

    private TrainerRoadConnection(TrainerRoadClient client, TrainerRoadDestination destination) => (_client, Destination) = (client, destination);

    public TrainerRoadDestination Destination { get; }

    /// <param name="byPerson">Somebody asked for this run: a password that was refused before may be sent again, in case it is right now.</param>
    /// <param name="innermost">What sends the requests; the network when null. Disposed with the connection.</param>
    public static TrainerRoadConnection Create(
        TrainerRoadOptions options, TrainerRoadLogin login, ITrainerRoadSessionStore store, TimeProvider time, ILoggerFactory loggers, bool byPerson = false, HttpMessageHandler? innermost = null)
    {
        // Upstream's names for them, which scripts look for in its log.
        var wire = loggers.CreateLogger("withings_sync.trainerroad");
        var client = new TrainerRoadClient(options, innermost ?? Network(options), new(options, store, time, byPerson), time, wire);
        return new(client, new(options, login, client, new(options, login, client, store, time, byPerson, wire), time, loggers.CreateLogger("root")));
    }

    public void Dispose() => _client.Dispose();

    private static SocketsHttpHandler Network(TrainerRoadOptions options) => new()
    {
        AutomaticDecompression = DecompressionMethods.All,

        // A redirect tells us something, and the cookie goes where it was meant to go only.
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !options.Url.IsLoopback,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
