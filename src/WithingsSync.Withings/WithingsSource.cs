using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Feeds;

namespace WithingsSync.Withings;

/// <summary>Withings' endpoints as a source of records: follows pages to their end, and says so when it cannot.</summary>
public sealed partial class WithingsSource : IRecordSource
{
    private readonly WithingsClient _client;
    private readonly GrantKeeper _keeper;
    private readonly string? _withingsUserId;
    private readonly ILogger _logger;

    /// <param name="withingsUserId">Withings' id of the person; the account's own value when null, as in the personal tool.</param>
    internal WithingsSource(WithingsClient client, GrantKeeper keeper, string? withingsUserId) =>
        (_client, _keeper, _withingsUserId, _logger) = (client, keeper, withingsUserId, client.Trunk.Logger);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The endpoint cannot answer such a query: a window of more than 24 hours of sleep, say.</exception>
    public async IAsyncEnumerable<IReadOnlyList<HealthRecord>> ReadAsync(AccountId account, PullQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var feed = Endpoints.For(query);
        var call = feed.Ask(query);
        if (query.Feed == Feed.Measures)
        {
            Log.Getting(_logger);
        }

        var calls = new GrantedCalls(_client, _keeper, _withingsUserId ?? account.Value);
        long reached = 0;
        while (true)
        {
            var page = await calls.PostAsync(call, feed.Read, cancellationToken);

            // A page was promised: without its list, what it held would count as deleted, or be passed over for ever.
            if (reached > 0 && !page.IsListed)
            {
                throw new WithingsException(PullFailure.Transient, $"Withings promised more of {call} and then sent none; what came so far is kept, try again later.");
            }

            yield return page.Records;
            if (!page.More)
            {
                break;
            }

            // Without this, a server that repeats itself is read for ever, or its remaining pages are lost without a word (withings-api.md §12.8).
            reached = page.Offset is { } next && next > reached
                ? next
                : throw new WithingsException(PullFailure.Transient, $"Withings has more of {call} but does not say where it goes on; what came so far is kept, try again later.");
            call = call.At(reached);
        }

        if (query.Feed == Feed.Measures)
        {
            Log.Received(_logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Withings: Get Measurements")]
        public static partial void Getting(ILogger logger);

        [LoggerMessage(LogLevel.Information, "   Measurements received")]
        public static partial void Received(ILogger logger);
    }
}
