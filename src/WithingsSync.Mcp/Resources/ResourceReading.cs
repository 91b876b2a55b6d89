using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Mcp.Tools;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Resources;

/// <summary>Before a resource is read: who, which day, is it there.</summary>
internal sealed class ResourceReading(IToolHost host)
{
    /// <exception cref="ToolException">Nobody is connected, it is no day, or nothing is known of it and Withings cannot be asked.</exception>
    public async Task<(AccountId Account, AskedRange Day, Coverage Coverage)> DayAsync(string date, IReadOnlyList<Feed> feeds, CancellationToken cancellationToken)
    {
        var account = await host.AccountAsync(cancellationToken);
        var (day, coverage) = await PersonDays.CoverAsync(host, account, feeds, zone => DayOf(date, zone), progress: null, cancellationToken);
        return (account, day, coverage);
    }

    public async Task<(AccountId Account, AskedRange Moment, Coverage Coverage)> MomentAsync(string moment, IReadOnlyList<Feed> feeds, CancellationToken cancellationToken)
    {
        var account = await host.AccountAsync(cancellationToken);
        var (asked, coverage) = await PersonDays.CoverAsync(host, account, feeds, zone => HeartSignals.Moment("recorded_at", moment, zone), progress: null, cancellationToken);
        return (account, asked, coverage);
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
            await host.RefuseAsync(coverage, cancellationToken);
        }
    }

    private AskedRange DayOf(string date, TimeZoneInfo zone)
    {
        var text = date.Trim();
        var now = host.Time.GetUtcNow();
        AskedRange day;
        try
        {
            // From and to the same moment, where one was named: without an end it would last until now.
            day = AskedRange.Of(new(text), new(text), zone, now);
        }
        catch (ToolException)
        {
            throw NoDay($"There is no day '{Shortened.Of(text)}'.");
        }

        // All of it, whatever moment was named: a part would be no day, and would show who may see summaries when a reading was taken.
        return day.FirstDay == day.LastDay ? day.WholeDays() : throw NoDay($"'{Shortened.Of(text)}' is more than a day, and this address is about one day.");

        // What start_date may be beside that, an address may not.
        static ToolException NoDay(string message) => new(ToolErrors.BadDate, message, "Write it as YYYY-MM-DD, from 1970 on, or today or yesterday.");
    }
}
