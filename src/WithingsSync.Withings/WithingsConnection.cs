using System.Net;
using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Grants;

namespace WithingsSync.Withings;

/// <summary>One person's line to Withings, composed by hand: a host costs more than the whole answer (architecture.md, decision 1).</summary>
public sealed class WithingsConnection : IDisposable, IAsyncDisposable
{
    private WithingsConnection(WithingsClient client, GrantExchange exchange, GrantKeeper keeper, WithingsSource source) =>
        (Client, Exchange, Keeper, Source) = (client, exchange, keeper, source);

    public GrantExchange Exchange { get; }

    public GrantKeeper Keeper { get; }

    public IRecordSource Source { get; }

    public WithingsClient Client { get; }

    /// <param name="innermost">What sends the requests; the network when null. Disposed with the connection.</param>
    /// <param name="onAnswer">Sees every answer with data that was understood, and none with tokens.</param>
    /// <param name="jitter">Chance in the waiting times.</param>
    public static WithingsConnection Create(
        WithingsOptions options, IGrantStore store, TimeProvider time, ILoggerFactory loggers,
        HttpMessageHandler? innermost = null, Action<RawAnswer>? onAnswer = null, Random? jitter = null)
    {
        // Upstream's name for it, which scripts look for in its log.
        var logger = loggers.CreateLogger("withings");
        var client = new WithingsClient(options, innermost ?? Network(options), time, logger, jitter ?? Random.Shared, onAnswer);
        var keeper = new GrantKeeper(store, new GrantRenewal(options, client, store, time, logger), time);
        return new(client, new GrantExchange(options, client, time, logger), keeper, new WithingsSource(client, keeper, logger));
    }

    /// <summary>Hangs up at once; a renewal under way is cut off, which the old refresh token survives for hours (withings-api.md §2.3).</summary>
    public void Dispose() => Client.Dispose();

    /// <summary>Hangs up when no renewal is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await Keeper.WhenIdleAsync();
        Client.Dispose();
    }

    private static SocketsHttpHandler Network(WithingsOptions options) => new()
    {
        AutomaticDecompression = DecompressionMethods.All,

        // A token goes to the address it was meant for, never on to another.
        AllowAutoRedirect = false,
        UseCookies = false,

        // The machine's proxy settings hold for Withings, but a simulator on this machine is not behind a proxy.
        UseProxy = !options.ApiUrl.IsLoopback,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };
}
