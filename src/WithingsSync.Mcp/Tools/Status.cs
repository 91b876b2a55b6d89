using WithingsSync.Mcp.Answers;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Tools;

/// <summary>How the person stands with Withings, for the tool and the resource.</summary>
internal static class Status
{
    public static async Task<StatusAnswer> ReadAsync(IToolHost host, CancellationToken cancellationToken)
    {
        var state = await host.ConnectionAsync(cancellationToken);
        var kinds = new List<KindAnswer>();
        TimeZoneInfo? zone = null;
        if (host.Caller.Account is { } account)
        {
            zone = await PersonZone.OfAsync(host, account, cancellationToken);
            kinds = await KindsAsync(host, account, zone, cancellationToken);
        }

        return new(
            state.IsConnected, kinds, PrivacyNames.NameOf(host.Caller.Privacy), [.. NotesOf(kinds)], state.IsConnected ? null : state.Advice, Local(state.LastSyncedAt, zone), state.Problem, zone?.Id);
    }

    private static async Task<List<KindAnswer>> KindsAsync(IToolHost host, AccountId account, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var kinds = new List<KindAnswer>();
        foreach (var one in await host.Records.SummariseAsync(account, cancellationToken))
        {
            var feed = await host.Records.FindStateAsync(account, one.Feed, cancellationToken);

            // Heart and stethoscope lists stay unread to their end for who owns no such device; one that was asked for is known.
            var isListed = one.Feed is Feed.Measures or Feed.Activity or Feed.Workouts or Feed.Nights;
            var isIncomplete = !feed.NotGranted && (isListed ? feed.ChangedSince is null : feed.CaughtUpAt is null);
            kinds.Add(new(
                FeedNames.Of(one.Feed), one.Count, feed.NotGranted, isIncomplete, Families.ToolsOf(one.Feed), Shown(host.Caller, one.First, zone), Shown(host.Caller, one.Last, zone), Local(feed.FetchedAt, zone)));
        }

        return kinds;
    }

    private static DateTimeOffset? Shown(Caller caller, DateTimeOffset? moment, TimeZoneInfo zone) => moment is { } at ? caller.Shown(at, zone) : null;

    private static DateTimeOffset? Local(DateTimeOffset? moment, TimeZoneInfo? zone) => moment is { } at && zone is not null ? TimeZoneInfo.ConvertTime(at, zone) : moment;

    private static IEnumerable<string> NotesOf(List<KindAnswer> kinds)
    {
        if (kinds.Where(kind => kind.NotGranted).Select(kind => kind.Kind).ToList() is { Count: > 0 } refused)
        {
            yield return $"The person did not grant {string.Join(", ", refused)}; connecting again with that scope would bring it.";
        }

        if (kinds.Any(kind => kind.HistoryIncomplete))
        {
            yield return "Of kinds with history_incomplete not everything was read yet; a tool that needs it asks Withings for the range.";
        }
    }
}
