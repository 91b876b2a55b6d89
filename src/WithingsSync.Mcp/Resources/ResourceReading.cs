using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Resources;

/// <summary>Before a resource is read: who, which day, is it there.</summary>
internal sealed class ResourceReading(Lists lists, IToolHost host)
{
    /// <exception cref="ToolException">Nobody is connected, it is no day, or nothing is known of it and Withings cannot be asked.</exception>
    public async Task<(AccountId Account, AskedRange Day, Coverage Coverage)> DayAsync(string date, IReadOnlyList<Feed> feeds, CancellationToken cancellationToken)
    {
        var account = await lists.AccountAsync(cancellationToken);
        var zone = await PersonZone.FindAsync(host, account, cancellationToken);
        var day = AskedRange.Of(new(date), null, zone, host.Time.GetUtcNow());
        if (day.FirstDay != day.LastDay)
        {
            throw new ToolException(ToolErrors.BadDate, "A resource is about one day.", "Write it as YYYY-MM-DD, or today or yesterday.");
        }

        // All of it, whatever moment was named: a part would be no day, and would show who may see summaries when a reading was taken.
        day = day.WholeDays();
        return (account, day, await CoverAsync(feeds, day, cancellationToken));
    }

    public async Task<(AccountId Account, AskedRange Moment, Coverage Coverage)> MomentAsync(string moment, IReadOnlyList<Feed> feeds, CancellationToken cancellationToken)
    {
        var account = await lists.AccountAsync(cancellationToken);
        var zone = await PersonZone.FindAsync(host, account, cancellationToken);
        var asked = HeartMoment(moment, zone);
        return (account, asked, await CoverAsync(feeds, asked, cancellationToken));
    }

    /// <exception cref="ToolException">This client may see summaries only.</exception>
    public void RefuseSummaries(string what)
    {
        if (host.Caller.Privacy == Privacy.Summaries)
        {
            throw ToolErrors.OnlySummaries(what);
        }
    }

    /// <summary>There is nothing to show: says why, when there is more to say than that.</summary>
    public async Task ExplainNothingAsync(Coverage coverage, CancellationToken cancellationToken)
    {
        if (!coverage.IsComplete)
        {
            await lists.RefuseAsync(coverage, cancellationToken);
        }
    }

    private static AskedRange HeartMoment(string moment, TimeZoneInfo zone) => Tools.HeartSignals.Moment(AskedMoment.Read("recorded_at", moment, zone), zone);

    private async Task<Coverage> CoverAsync(IReadOnlyList<Feed> feeds, AskedRange range, CancellationToken cancellationToken) =>
        await host.CoverAsync(new(feeds, range.From, range.To), cancellationToken);
}
