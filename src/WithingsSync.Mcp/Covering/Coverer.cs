using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Mcp.Covering;

/// <summary>Sees that the store holds what an answer is read from: pulls what is missing or no longer fresh, and waits for it within a bound.</summary>
public sealed class Coverer(ICoverHost host, IRecordStore store, TimeProvider time)
{
    /// <summary>It does not throw for what Withings refuses; the answer says so.</summary>
    public async Task<Coverage> CoverAsync(AccountId account, CoverOrder order, CancellationToken cancellationToken)
    {
        var findings = new Findings(order.Feeds) { IsLost = await host.FindObstacleAsync(account, cancellationToken) is not null };
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.Stopping);
        var began = time.GetTimestamp();
        var due = await host.DueAsync(account, order, cancellationToken);
        var isThere = due.Count == 0;
        while (!findings.IsOver && due.Count > 0)
        {
            var left = host.LongestWait - order.Waited - time.GetElapsedTime(began);
            await PullAsync(account, FirstOf(due), order.Progress, left > TimeSpan.Zero ? left : TimeSpan.Zero, findings, either.Token);
            cancellationToken.ThrowIfCancellationRequested();
            due = await host.DueAsync(account, order with { Feeds = findings.Untried }, cancellationToken);
        }

        // What was pulled need not have been enough, and what failed is due still.
        var missing = isThere ? [] : await host.DueAsync(account, order, cancellationToken);
        var items = order.Feeds.Where(OneByOne.Is).ToList();
        var empty = items.Count == 0 ? [] : await host.DueAsync(account, order with { Feeds = items, CountsEmpty = true }, cancellationToken);
        return await SumUpAsync(account, order, [.. missing.Select(one => one.Feed)], [.. empty.Select(one => one.Feed)], findings, cancellationToken);
    }

    /// <summary>What is read one by one follows from lists, so the lists come first.</summary>
    private static IReadOnlyList<(Feed Feed, PullScope Scope)> FirstOf(IReadOnlyList<(Feed Feed, PullScope Scope)> due) =>
        due.Where(one => !OneByOne.Is(one.Feed)).ToList() is { Count: > 0 } lists ? lists : due;

    private async Task PullAsync(
        AccountId account, IReadOnlyList<(Feed Feed, PullScope Scope)> due, IProgress<PullProgress>? progress, TimeSpan left, Findings findings, CancellationToken cancellationToken)
    {
        var underway = due.Select(one => (Pull: host.Begin(account, one.Feed, one.Scope), one.Scope)).ToList();
        var heard = underway.ConvertAll(one => one.Pull.Listen(progress));
        try
        {
            // A turn that comes only after the bound is not waited for; the pulls do.
            var turn = await host.TurnInAsync(cancellationToken);
            if (turn > left && underway.Exists(one => !one.Pull.End.IsCompleted))
            {
                findings.Throttle(turn);
            }
            else
            {
                await Task.WhenAll(underway.Select(one => one.Pull.End)).WaitAsync(left, time, cancellationToken);
            }
        }
        catch (Exception over) when (over is TimeoutException or OperationCanceledException)
        {
            findings.IsLate = true;
        }
        finally
        {
            heard.ForEach(one => one.Dispose());
        }

        foreach (var (pull, wanted) in underway)
        {
            findings.Add(pull, wanted, time.GetUtcNow());
            if (pull.End is { IsCompletedSuccessfully: true, Result: { IsConnected: true, Failure: null } })
            {
                host.Remember(pull);
            }
        }
    }

    private async Task<Coverage> SumUpAsync(
        AccountId account, CoverOrder order, IReadOnlyList<Feed> missing, IReadOnlyList<Feed> empty, Findings findings, CancellationToken cancellationToken)
    {
        var notGranted = new List<Feed>();
        foreach (var feed in order.Feeds)
        {
            if ((await store.FindStateAsync(account, feed, cancellationToken)).NotGranted)
            {
                notGranted.Add(feed);
            }
        }

        // Asking again brings nothing before the person consents, and that is said for itself.
        missing = [.. missing.Except(notGranted)];
        empty = [.. empty.Except(notGranted).Except(missing)];
        var fetched = await FetchedAtAsync(account, order, findings, cancellationToken);

        // A range that ended before it was last read is whole, whoever is connected now; in another, something newer may be lacking.
        var mayLack = missing.Count + empty.Count > 0 || fetched is null || order.To > fetched;
        var sentences = !findings.IsLost ? findings.Sentences(missing, empty)
            : mayLack ? [$"This is what is stored; Withings could not be asked for anything newer. {await host.FindObstacleAsync(account, cancellationToken)}".TrimEnd()]
            : [];
        return new(sentences.Count + notGranted.Count == 0, findings.HasPulled, fetched)
        {
            Missing = sentences,
            NotGranted = notGranted,
            RetryAfter = findings.IsLost ? null : findings.RetryAfter(missing),
            IsThrottled = sentences.Count > 0 && !findings.IsLost && findings.IsThrottled,
            Failure = findings.IsLost ? null : findings.FailureOf(missing),
        };
    }

    /// <summary>The moment of the list that lags most. What is read one by one follows from its lists: nothing of it need have been due for days.</summary>
    private async Task<DateTimeOffset?> FetchedAtAsync(AccountId account, CoverOrder order, Findings findings, CancellationToken cancellationToken)
    {
        var moments = new List<DateTimeOffset?>();
        foreach (var feed in order.Feeds.SelectMany(OneByOne.ListsOf).Distinct())
        {
            // What was read for this answer is of now, if only in its range.
            var state = await store.FindStateAsync(account, feed, cancellationToken);
            if (!state.NotGranted || state.CaughtUpAt is not null)
            {
                moments.Add(findings.IsRead(feed) && !state.NotGranted ? state.LastPulledAt : state.FetchedAt);
            }
        }

        return moments.Contains(null) ? null : moments.Min();
    }
}
