using Microsoft.Extensions.Logging;

namespace WithingsSync.Pipeline.Delivering;

/// <summary>
/// Hands readings over, batch by batch. A row says "sent" before its reading leaves, so that whatever happens afterwards, the destination is asked before
/// it is sent again.
/// </summary>
internal sealed partial class Sending(IDestination destination, LedgerPage page, TimeProvider time, ILogger logger)
{
    private const int MostTries = 3;

    /// <summary>Work that was accepted can take this long to show before it counts as lost.</summary>
    private static readonly TimeSpan AcceptedTime = TimeSpan.FromHours(1);

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    /// <summary>So many refused one by one and none taken: the fault is not in the readings.</summary>
    private const int HopelessAfter = 5;

    private readonly List<Reading> _refused = [];
    private bool _tookAny;

    /// <exception cref="DestinationException">The destination cannot be used now; what was not handed over is pending.</exception>
    public async Task SendAsync(IReadOnlyList<Reading> readings, CancellationToken cancellationToken)
    {
        foreach (var kind in readings.GroupBy(reading => reading.Id.Kind))
        {
            foreach (var batch in kind.Chunk(destination.BatchSize(kind.Key)))
            {
                await SendBatchAsync(batch, again: false, tried: 0, cancellationToken);
            }
        }
    }

    /// <summary>Notes as delivered whatever of these the destination shows.</summary>
    /// <returns>What it does not show.</returns>
    public async Task<IReadOnlyList<Reading>> ConfirmAsync(IReadOnlyList<Reading> readings, CancellationToken cancellationToken)
    {
        var copies = (await destination.LookAsync([.. readings.Select(reading => reading.Id)], cancellationToken)).ToLookup(copy => copy.Id);
        var missing = new List<Reading>();
        var found = new List<Delivery>();
        foreach (var reading in readings)
        {
            if (BestOf(copies[reading.Id], reading, Agreement.Partly) is { } copy)
            {
                found.Add(page.Of(reading) with { State = DeliveryState.Confirmed, Reason = null, RemoteId = copy.RemoteId, NotBefore = null });
            }
            else
            {
                missing.Add(reading);
            }
        }

        await page.WriteAsync(found, cancellationToken);
        return missing;
    }

    /// <summary>The copy that shows a reading best, at least so well; of equals the one the destination made last.</summary>
    public static Copy? BestOf(IEnumerable<Copy> copies, Reading reading, Agreement atLeast) =>
        copies.Select(copy => (Copy: copy, Agreement: Agreements.Of(copy.Figures, reading.Figures)))
            .Where(candidate => candidate.Agreement >= atLeast)
            .OrderByDescending(candidate => candidate.Agreement).ThenByDescending(candidate => candidate.Copy.RemoteId, StringComparer.Ordinal)
            .Select(candidate => candidate.Copy).FirstOrDefault();

    private async Task SendBatchAsync(IReadOnlyList<Reading> batch, bool again, int tried, CancellationToken cancellationToken)
    {
        var result = await HandOverAsync(batch, again, cancellationToken);
        switch (result)
        {
            case SendResult.Stored stored:
                _tookAny = true;
                await NoteAsync(batch, row => row with { State = DeliveryState.Confirmed, Reason = null, RemoteId = stored.RemoteId, NotBefore = null }, cancellationToken);
                break;
            case SendResult.AlreadyThere when destination.KeepsOnlyNewest:
                await NoteAsync(batch, row => row with { State = DeliveryState.AlreadyThere, Reason = null, NotBefore = null }, cancellationToken);
                break;
            case SendResult.AlreadyThere:
                await AfterDuplicateAsync(batch, again, tried, cancellationToken);
                break;
            case SendResult.Accepted:
                await AfterAcceptedAsync(batch, cancellationToken);
                break;
            case SendResult.Refused refused when batch.Count == 1:
                await AfterRefusalAsync(batch[0], refused.Reason, cancellationToken);
                break;
            case SendResult.Refused refused:
                Log.Halving(logger, destination.Title, batch.Count, refused.Reason);
                await NoteAsync(batch, row => row with { State = DeliveryState.Pending, Reason = refused.Reason, NotBefore = null }, cancellationToken);
                await SendHalvesAsync(batch, tried: 0, cancellationToken);
                break;
            case SendResult.TooMuch tooMuch when batch.Count > 1:
                Log.Halving(logger, destination.Title, batch.Count, tooMuch.Reason);
                await Task.Delay(destination.SettleTime, time, cancellationToken);
                await SendHalvesAsync(await ConfirmAsync(batch, cancellationToken), tried: 0, cancellationToken);
                break;
            case SendResult.TooMuch tooMuch:
                await AfterUnknownAsync(batch, tooMuch.Reason, tried, cancellationToken);
                break;
            case SendResult.Unknown unknown:
                await AfterUnknownAsync(batch, unknown.Reason, tried, cancellationToken);
                break;
        }
    }

    private async Task<SendResult> HandOverAsync(IReadOnlyList<Reading> batch, bool again, CancellationToken cancellationToken)
    {
        var before = batch.Select(page.Of).ToList();
        await NoteAsync(batch, row => row with { State = DeliveryState.Sent, Reason = null, Attempts = row.Attempts + 1, NotBefore = Later(destination.SettleTime) }, cancellationToken);
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

    /// <summary>The very same batch was there before, but its readings may have been deleted since.</summary>
    private async Task AfterDuplicateAsync(IReadOnlyList<Reading> batch, bool again, int tried, CancellationToken cancellationToken)
    {
        var missing = await ConfirmAsync(batch, cancellationToken);
        var known = batch.Except(missing);
        await page.WriteAsync(known.Select(reading => page.Of(reading) with { State = DeliveryState.AlreadyThere }), cancellationToken);
        if (missing.Count > 0 && !again)
        {
            await SendBatchAsync(missing, again: true, tried, cancellationToken);
        }
        else if (missing.Count > 0)
        {
            await AfterUnknownAsync(missing, $"{destination.Title} says that it has this already, and does not show it", MostTries, cancellationToken);
        }
    }

    private async Task AfterAcceptedAsync(IReadOnlyList<Reading> batch, CancellationToken cancellationToken)
    {
        await NoteAsync(batch, row => row with { NotBefore = Later(AcceptedTime), Reason = $"accepted by {destination.Title}, which does not show it yet" }, cancellationToken);
        var missing = batch;
        for (var look = 0; look < MostTries && missing.Count > 0; look++)
        {
            await Task.Delay(LookAgain, time, cancellationToken);
            missing = await ConfirmAsync(missing, cancellationToken);
        }
    }

    private async Task AfterUnknownAsync(IReadOnlyList<Reading> batch, string reason, int tried, CancellationToken cancellationToken)
    {
        Log.Unknown(logger, destination.Title, batch.Count, reason);
        await NoteAsync(batch, row => row with { Reason = reason }, cancellationToken);
        await Task.Delay(destination.SettleTime, time, cancellationToken);
        if (await ConfirmAsync(batch, cancellationToken) is { Count: > 0 } missing && tried + 1 < MostTries)
        {
            await SendBatchAsync(missing, again: true, tried + 1, cancellationToken);
        }
    }

    private async Task SendHalvesAsync(IReadOnlyList<Reading> batch, int tried, CancellationToken cancellationToken)
    {
        var half = (batch.Count + 1) / 2;
        foreach (var part in new[] { batch.Take(half).ToList(), batch.Skip(half).ToList() })
        {
            if (part.Count > 0)
            {
                await SendBatchAsync(part, again: false, tried, cancellationToken);
            }
        }
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

        [LoggerMessage(LogLevel.Warning, "{Destination} did not say whether it keeps {Count} readings ({Reason}); looking before anything is sent again.")]
        public static partial void Unknown(ILogger logger, string destination, int count, string reason);
    }
}
