using WithingsSync.Mcp.Asking;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Answers;

/// <summary>
/// Ranges of the person's own days, seen to be stored. Before the first pull nothing says where the person is: what names it is pulled beside the rest, and then the same days
/// are reckoned anew.
/// </summary>
internal static class PersonDays
{
    /// <param name="rangeOf">The range in a zone.</param>
    public static async Task<(AskedRange Range, Coverage Coverage)> CoverAsync(
        IToolHost host, AccountId account, IReadOnlyList<Feed> feeds, Func<TimeZoneInfo, AskedRange> rangeOf, IProgress<PullProgress>? progress, CancellationToken cancellationToken)
    {
        var (ranges, coverage) = await CoverAsync(host, account, feeds, zone => [rangeOf(zone)], progress, cancellationToken);
        return (ranges[0], coverage);
    }

    /// <summary>Several ranges at once, so that the answer waits no longer than for one.</summary>
    public static async Task<(IReadOnlyList<AskedRange> Ranges, Coverage Coverage)> CoverAsync(
        IToolHost host, AccountId account, IReadOnlyList<Feed> feeds, Func<TimeZoneInfo, IReadOnlyList<AskedRange>> rangesOf, IProgress<PullProgress>? progress, CancellationToken cancellationToken)
    {
        var began = host.Time.GetTimestamp();
        var known = await PersonZone.FindAsync(host, account, cancellationToken);
        var ranges = rangesOf(known ?? host.DefaultZone);
        var covering = CoverAsync(ranges);
        if (known is not null)
        {
            return (ranges, await covering);
        }

        var now = host.Time.GetUtcNow();
        await Task.WhenAll(covering, host.CoverAsync(new([Feed.Devices], now, now), cancellationToken));
        var coverage = await covering;
        if (await PersonZone.FindAsync(host, account, cancellationToken) is not { } found)
        {
            var guess = $"Nothing says yet in which time zone the person is, so the days are those of {host.DefaultZone.Id}.";
            return (ranges, coverage with { Remarks = [.. coverage.Remarks, guess] });
        }

        ranges = rangesOf(found);
        if (!coverage.IsComplete)
        {
            // What is missing already is not waited for twice.
            return (ranges, coverage);
        }

        // Both times together wait no longer than one may.
        var again = await CoverAsync(ranges, host.Time.GetElapsedTime(began));
        return (ranges, again with { HasPulled = coverage.HasPulled || again.HasPulled });

        async Task<Coverage> CoverAsync(IReadOnlyList<AskedRange> those, TimeSpan waited = default) =>
            (await Task.WhenAll(those.Select(range => host.CoverAsync(new(feeds, range.From, range.To, progress) { Waited = waited }, cancellationToken)))).Aggregate((one, other) => one.And(other));
    }
}
