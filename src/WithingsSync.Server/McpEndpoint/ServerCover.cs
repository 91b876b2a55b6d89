using WithingsSync.Mcp;
using WithingsSync.Mcp.Covering;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.Budget;
using WithingsSync.Server.Settings;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>How the server sees to an answer's feeds: beside the backfill, and within the budget that everybody shares.</summary>
internal sealed class ServerCover(
    InteractivePulls pulls, Freshness freshness, IntegrationStore integrations, ServerDatabase database, SharedBudget budget, ServerSettings settings, TimeProvider time) : ICoverHost
{
    public TimeSpan LongestWait => settings.Mcp.Wait;

    public CancellationToken Stopping => pulls.Stopping;

    public async Task<string?> FindObstacleAsync(AccountId account, CancellationToken cancellationToken)
    {
        var integration = await integrations.FindAsync(account, cancellationToken);
        return integration is { IsActive: true, NeedsReconnect: false } ? null : ConnectAdvice.For(integration, settings.PublicUrl);
    }

    public async Task<IReadOnlyList<(Feed Feed, PullScope Scope)>> DueAsync(AccountId account, CoverOrder order, CancellationToken cancellationToken)
    {
        var backfill = await freshness.BackfillAsync(account, cancellationToken);
        var freshFor = await freshness.FreshForAsync(account, cancellationToken);
        var plan = new CoverPlan(database.Records, account, freshFor, feed => Freshness.ReadSince(backfill, feed), (feed, scope) => freshness.IsRead(account, feed, scope));
        var due = await plan.DueAsync(order, time.GetUtcNow(), cancellationToken);
        return [.. due.Select(one => (one.Feed, Widened(one.Scope)))];
    }

    public async Task<TimeSpan> TurnInAsync(CancellationToken cancellationToken) => (await budget.LookAsync(cancellationToken)).InteractiveIn;

    public FeedPull Begin(AccountId account, Feed feed, PullScope scope) => pulls.Begin(account, feed, scope);

    public void Remember(FeedPull pull) => freshness.Remember(pull.Account, pull.Feed, pull.Scope);

    /// <summary>The first readings tell in which zone the person is, and the same days asked for again begin at other moments.</summary>
    private static PullScope Widened(PullScope scope) => scope is PullScope.Window window ? new PullScope.Window(window.From.AddDays(-1), window.To.AddDays(1)) : scope;
}
