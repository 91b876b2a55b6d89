using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings;

/// <summary>The personal tool's connection: an application with one line, paced by itself, and composed by hand, since a host costs more than the whole answer (architecture.md, decision 1).</summary>
public sealed class WithingsConnection : IDisposable, IAsyncDisposable
{
    private readonly Trunk _trunk;
    private readonly Pace _pace;
    private readonly WithingsLine _line;

    private WithingsConnection(Trunk trunk, Pace pace, WithingsLine line)
    {
        (_trunk, _pace, _line) = (trunk, pace, line);
        Exchange = new(line.Client);
    }

    public GrantExchange Exchange { get; }

    public GrantKeeper Keeper => _line.Keeper;

    public IRecordSource Source => _line.Source;

    public WithingsClient Client => _line.Client;

    /// <param name="innermost">What sends the requests; the network when null. Disposed with the connection.</param>
    /// <param name="onAnswer">Sees every answer with data that was understood, and none with tokens.</param>
    /// <param name="jitter">Chance in the waiting times.</param>
    public static WithingsConnection Create(
        WithingsOptions options, IGrantStore store, TimeProvider time, ILoggerFactory loggers,
        HttpMessageHandler? innermost = null, Action<RawAnswer>? onAnswer = null, Random? jitter = null)
    {
        var pace = new Pace(options.RequestsPerMinute, time);
        var trunk = new Trunk(options, pace, time, loggers, innermost, jitter);
        return new(trunk, pace, new(trunk, account: null, withingsUserId: null, store, Lane.Interactive, onAnswer));
    }

    /// <summary>Hangs up at once; a renewal under way is cut off, which the old refresh token survives for hours (withings-api.md §2.3).</summary>
    public void Dispose()
    {
        _trunk.Dispose();
        _pace.Dispose();
    }

    /// <summary>Hangs up when no renewal is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _trunk.DisposeAsync();
        _pace.Dispose();
    }
}
