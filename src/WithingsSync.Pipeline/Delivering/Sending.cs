using Microsoft.Extensions.Logging;

namespace WithingsSync.Pipeline.Delivering;

/// <summary>
/// Hands readings over, batch by batch. A row says "sent" before its reading leaves, so that whatever happens afterwards, the destination is asked before
/// it is sent again; and where that answer is uncertain, a later run sends it, because late is better than twice.
/// </summary>
internal sealed partial class Sending(IDestination destination, LedgerPage page, Evidence evidence, TimeProvider time, ILogger logger)
{
    private const int MostLooks = 3;

    /// <summary>What was handed over so often, was accepted and never showed will not show.</summary>
    private const int MostAccepted = 8;

    /// <summary>So many refused one by one and none taken: the fault is not in the readings.</summary>
    private const int HopelessAfter = 5;

    /// <summary>Work that was accepted, or is said to be there, can take this long to show before it counts as lost.</summary>
    public static readonly TimeSpan AcceptedTime = TimeSpan.FromHours(1);

    /// <summary>So long is work waited for that was accepted, before it is handed over once more.</summary>
    private static readonly TimeSpan AcceptedWait = TimeSpan.FromHours(6);

    /// <summary>What got no answer, or nobody lived to hear it, can take this long.</summary>
    private static readonly TimeSpan UnknownTime = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly List<Reading> _refused = [];
    private bool _tookAny;

    /// <summary>Sends each kind for itself: what is wrong with one holds back no other.</summary>
    /// <exception cref="DestinationException">The destination cannot be used now, for some of it at least; what was not handed over is pending.</exception>
    public async Task SendAsync(IReadOnlyList<Reading> readings, CancellationToken cancellationToken)
    {
        DestinationException? failure = null;
        foreach (var kind in readings.GroupBy(reading => reading.Id.Kind))
        {
            try
            {
                await SendKindAsync([.. kind], destination.BatchSize(kind.Key), cancellationToken);
            }
            catch (DestinationException refusal) when (refusal.Failure is DestinationFailure.Transient or DestinationFailure.Rejected)
            {
                failure ??= refusal;
            }
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>What was tried before comes later, lest it stand in the way, and in smaller batches, for it may have been too much at once.</summary>
    private async Task SendKindAsync(IReadOnlyList<Reading> readings, int batchSize, CancellationToken cancellationToken)
    {
        _refused.Clear();
        _tookAny = false;
        foreach (var tried in readings.GroupBy(reading => Math.Min(page.Of(reading).Attempts, 30)).OrderBy(group => group.Key).ToList())
        {
            foreach (var batch in tried.Chunk(Math.Max(batchSize >> tried.Key, 1)))
            {
                await SendBatchAsync(batch, again: false, cancellationToken);
            }
        }
    }

    private async Task SendBatchAsync(IReadOnlyList<Reading> batch, bool again, CancellationToken cancellationToken)
    {
        // Until an earlier attempt has had its time, "there already" may speak of that one.
        var isAlone = batch.Select(page.Of).All(row => row.State != DeliveryState.Sent || time.GetUtcNow() - row.ChangedAt >= AcceptedTime);
        switch (await HandOverAsync(batch, again, cancellationToken))
        {
            case SendResult.Stored stored:
                _tookAny = true;
                await NoteAsync(batch, row => row with { State = DeliveryState.Confirmed, Reason = null, RemoteId = stored.RemoteId, NotBefore = null }, cancellationToken);
                break;
            case SendResult.AlreadyThere when destination.KeepsOnlyNewest:
                await NoteAsync(batch, row => row with { State = row.Attempts > 1 ? DeliveryState.Confirmed : DeliveryState.AlreadyThere, Reason = null, NotBefore = null }, cancellationToken);
                break;
            case SendResult.AlreadyThere:
                _tookAny = true;
                await AfterDuplicateAsync(batch, again, isAlone, cancellationToken);
                break;
            case SendResult.Accepted:
                _tookAny = true;
                await AfterAcceptedAsync(batch, cancellationToken);
                break;
            case SendResult.Refused refused when batch.Count == 1:
                await AfterRefusalAsync(batch[0], refused.Reason, cancellationToken);
                break;
            case SendResult.Refused refused:
                await HalveAsync(batch, refused.Reason, cancellationToken);
                break;
            case SendResult.TooMuch tooMuch:
                await AfterUnknownAsync(batch, tooMuch.Reason, cancellationToken);
                break;
            case SendResult.Unknown unknown:
                await AfterUnknownAsync(batch, unknown.Reason, cancellationToken);
                break;
        }
    }

    private async Task<SendResult> HandOverAsync(IReadOnlyList<Reading> batch, bool again, CancellationToken cancellationToken)
    {
        var before = batch.Select(page.Of).ToList();
        await NoteAsync(batch, row => row with { State = DeliveryState.Sent, Reason = null, Attempts = row.Attempts + 1, NotBefore = Later(UnknownTime) }, cancellationToken);
        try
        {
            return await destination.SendAsync(batch, again, cancellationToken);
        }
        catch (DestinationException refusal)
        {
            // Nothing was stored, so nothing was sent.
            await page.WriteAsync(before.Select(row => row.State == DeliveryState.Sent ? row : row with { State = DeliveryState.Pending, Reason = refusal.Message, NotBefore = null }), CancellationToken.None);
            throw;
        }
    }

    /// <summary>One bad reading spoils a batch, of which nothing was kept: each half is tried alone.</summary>
    private async Task HalveAsync(IReadOnlyList<Reading> batch, string reason, CancellationToken cancellationToken)
    {
        Log.Halving(logger, destination.Title, batch.Count, reason);
        await NoteAsync(batch, row => row with { State = DeliveryState.Pending, Reason = reason, NotBefore = null }, cancellationToken);
        var half = (batch.Count + 1) / 2;
        await SendBatchAsync([.. batch.Take(half)], again: false, cancellationToken);
        await SendBatchAsync([.. batch.Skip(half)], again: false, cancellationToken);
    }

    private async Task AfterRefusalAsync(Reading reading, string reason, CancellationToken cancellationToken)
    {
        _refused.Add(reading);
        if (!_tookAny && _refused.Count == HopelessAfter)
        {
            await NoteAsync(_refused, row => row with { State = DeliveryState.Pending, Reason = reason, NotBefore = null }, cancellationToken);
            throw new DestinationException(DestinationFailure.Rejected, $"{destination.Title} refuses every reading ({reason}), so no more were sent. They are kept for the next run.");
        }

        Log.Refused(logger, destination.Title, reading.Id, reason);
        await NoteAsync([reading], row => row with { State = DeliveryState.Rejected, Reason = reason, NotBefore = null }, cancellationToken);
    }

    /// <summary>The very same batch was there before. What does not show was deleted since, unless it was handed over a moment ago.</summary>
    private async Task AfterDuplicateAsync(IReadOnlyList<Reading> batch, bool again, bool isAlone, CancellationToken cancellationToken)
    {
        var reason = $"{destination.Title} says that it has this already, and does not show it";
        var missing = await LookForAsync(batch, destination.SettleTime, looks: 1, cancellationToken);
        await page.WriteAsync(batch.Except(missing).Select(reading => page.Of(reading) with { State = DeliveryState.AlreadyThere }), cancellationToken);
        if (missing.Count > 0 && isAlone && !again)
        {
            await SendBatchAsync(missing, again: true, cancellationToken);
        }
        else
        {
            await NoteAsync(missing, row => row with { NotBefore = Later(AcceptedTime), Reason = reason }, cancellationToken);
        }
    }

    private async Task AfterAcceptedAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken)
    {
        await NoteAsync(batch, row => row.Attempts < MostAccepted || destination.KeepsOnlyNewest
            ? row with { NotBefore = Later(AcceptedWait), Reason = $"accepted by {destination.Title}, which does not show it yet" }
            : row with { State = DeliveryState.Rejected, NotBefore = null, Reason = $"handed over {row.Attempts} times, accepted by {destination.Title}, and never shown" }, cancellationToken);
        await LookForAsync(batch, LookAgain, MostLooks, cancellationToken);
    }

    private async Task AfterUnknownAsync(IReadOnlyList<Reading> batch, string reason, CancellationToken cancellationToken)
    {
        Log.Unknown(logger, destination.Title, batch.Count, reason);
        await NoteAsync(batch, row => row with { NotBefore = Later(UnknownTime), Reason = reason }, cancellationToken);
        await LookForAsync(batch, destination.SettleTime, looks: 2, cancellationToken);
    }

    /// <summary>Notes as delivered whatever of these the destination comes to show.</summary>
    /// <returns>What it does not show.</returns>
    private async Task<IReadOnlyList<Reading>> LookForAsync(IReadOnlyList<Reading> readings, TimeSpan pause, int looks, CancellationToken cancellationToken)
    {
        var missing = readings;
        for (; looks > 0 && missing.Count > 0; looks--)
        {
            await Task.Delay(pause, time, cancellationToken);
            var copies = (await destination.LookAsync([.. missing.Select(reading => reading.Id)], cancellationToken)).ToLookup(copy => copy.Id);
            var found = missing.Select(reading => (Reading: reading, Copy: evidence.Find(reading, copies[reading.Id]))).Where(hit => hit.Copy is not null).ToList();
            await page.WriteAsync(found.Select(hit => page.Of(hit.Reading) with { State = DeliveryState.Confirmed, Reason = null, RemoteId = hit.Copy!.RemoteId, NotBefore = null }), cancellationToken);
            missing = [.. missing.Except(found.Select(hit => hit.Reading))];
        }

        return missing;
    }

    private Task NoteAsync(IEnumerable<Reading> batch, Func<Delivery, Delivery> change, CancellationToken cancellationToken) =>
        page.WriteAsync(batch.Select(reading => change(page.Of(reading))), cancellationToken);

    private DateTimeOffset Later(TimeSpan wait) => DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().Add(wait).ToUnixTimeSeconds());

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Destination} will not keep {Reading}: {Reason}")]
        public static partial void Refused(ILogger logger, string destination, ReadingId reading, string reason);

        [LoggerMessage(LogLevel.Warning, "{Destination} did not take {Count} readings at once ({Reason}); trying fewer.")]
        public static partial void Halving(ILogger logger, string destination, int count, string reason);

        [LoggerMessage(LogLevel.Warning, "{Destination} did not say whether it keeps {Count} readings ({Reason}); looking for them.")]
        public static partial void Unknown(ILogger logger, string destination, int count, string reason);
    }
}
