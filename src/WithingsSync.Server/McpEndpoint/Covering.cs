using WithingsSync.Mcp;
using WithingsSync.Mcp.Covering;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.Budget;
using WithingsSync.Server.Settings;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>Sees that the store holds what an answer is read from: pulls what is missing or no longer fresh, and waits for it within a bound.</summary>
internal sealed class Covering(
    InteractivePulls pulls, Freshness freshness, IntegrationStore integrations, ServerDatabase database, SharedBudget budget, ServerSettings settings, TimeProvider time)
{
    public async Task<Coverage> CoverAsync(AccountId account, CoverOrder order, CancellationToken cancellationToken)
    {
        var findings = new Findings(order.Feeds);
        if (await integrations.FindAsync(account, cancellationToken) is not { IsActive: true, NeedsReconnect: false })
        {
            findings.IsLost = true;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, pulls.Stopping);
        var bound = new Bound(settings.Mcp.Wait, time);
        var freshFor = await freshness.FreshForAsync(account, cancellationToken);
        var due = findings.IsLost ? [] : await DueAsync(account, order, freshFor, findings.Tried, cancellationToken);
        var isThere = due.Count == 0;
        while (!findings.IsOver && due.Count > 0)
        {
            await PullAsync(account, FirstOf(due), order.Progress, bound, findings, either.Token);
            cancellationToken.ThrowIfCancellationRequested();
            due = await DueAsync(account, order, freshFor, findings.Tried, cancellationToken);
        }

        var missing = isThere ? [] : (await DueAsync(account, order, freshFor, new HashSet<Feed>(), cancellationToken)).ConvertAll(one => one.Feed);
        return await SumUpAsync(account, order, missing, findings, cancellationToken);
    }

    /// <summary>The first readings tell in which zone the person is, and the same days asked for again begin at other moments.</summary>
    private static PullScope Widened(PullScope scope) => scope is PullScope.Window window ? new PullScope.Window(window.From.AddDays(-1), window.To.AddDays(1)) : scope;

    /// <summary>What is read one by one follows from lists, so the lists come first.</summary>
    private static List<(Feed Feed, PullScope Scope)> FirstOf(List<(Feed Feed, PullScope Scope)> due) =>
        due.FindAll(one => one.Feed is not (Feed.Sleep or Feed.Intraday or Feed.Signals)) is { Count: > 0 } lists ? lists : due;

    private async Task<List<(Feed Feed, PullScope Scope)>> DueAsync(
        AccountId account, CoverOrder order, TimeSpan freshFor, IReadOnlySet<Feed> tried, CancellationToken cancellationToken)
    {
        var backfill = await freshness.BackfillAsync(account, cancellationToken);
        var due = new List<(Feed Feed, PullScope Scope)>();
        foreach (var feed in order.Feeds.Where(feed => !tried.Contains(feed)))
        {
            var plan = new CoverPlan(database.Records, account, freshFor, Freshness.ReadSince(backfill, feed));
            due.AddRange((await plan.DueAsync(order with { Feeds = [feed] }, time.GetUtcNow(), cancellationToken)).Where(one => !freshness.IsRead(account, feed, one.Scope)).Select(one => (one.Feed, Widened(one.Scope))));
        }

        return due;
    }

    private async Task PullAsync(
        AccountId account, List<(Feed Feed, PullScope Scope)> due, IProgress<PullProgress>? progress, Bound bound, Findings findings, CancellationToken cancellationToken)
    {
        var underway = due.ConvertAll(one => (Pull: pulls.Begin(account, one.Feed, one.Scope), one.Scope));
        var heard = underway.ConvertAll(one => one.Pull.Listen(progress));
        try
        {
            // A place in the budget that comes free only after the bound is not waited for; the pulls do.
            var budgetWait = (await budget.LookAsync(cancellationToken)).InteractiveIn;
            if (budgetWait > bound.Left)
            {
                findings.IsThrottled = true;
                findings.RetryAfter = budgetWait;
            }
            else
            {
                await Task.WhenAll(underway.Select(one => one.Pull.End)).WaitAsync(bound.Left, time, cancellationToken);
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
                freshness.Remember(account, pull.Feed, pull.Scope);
            }
        }
    }

    private async Task<Coverage> SumUpAsync(AccountId account, CoverOrder order, IReadOnlyList<Feed> missing, Findings findings, CancellationToken cancellationToken)
    {
        var notGranted = new List<Feed>();
        DateTimeOffset? fetched = DateTimeOffset.MaxValue;
        foreach (var feed in order.Feeds)
        {
            var state = await database.Records.FindStateAsync(account, feed, cancellationToken);
            fetched = state.LastPulledAt is { } last && fetched is { } earliest ? last < earliest ? last : earliest : null;
            if (state.NotGranted)
            {
                notGranted.Add(feed);
            }
        }

        var advice = findings.IsLost ? ConnectAdvice.For(await integrations.FindAsync(account, cancellationToken), settings.PublicUrl) : "";
        var sentences = findings.Sentences(missing, advice);
        return new(sentences.Count == 0, findings.HasPulled, fetched == DateTimeOffset.MaxValue ? null : fetched)
        {
            Missing = sentences,
            NotGranted = notGranted,
            RetryAfter = sentences.Count == 0 ? null : findings.RetryAfter,
            IsThrottled = sentences.Count > 0 && findings.IsThrottled,
        };
    }

    /// <summary>What is left of the time to wait.</summary>
    private sealed class Bound(TimeSpan wait, TimeProvider time)
    {
        private readonly long _began = time.GetTimestamp();

        public TimeSpan Left => wait - time.GetElapsedTime(_began) is { Ticks: > 0 } left ? left : TimeSpan.Zero;
    }
}
