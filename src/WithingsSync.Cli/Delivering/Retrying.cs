using WithingsSync.Cli.Commands;
using WithingsSync.Cli.Output;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Cli.Delivering;

/// <summary>Looks at deliveries again whatever became of them: what the destination has stays, what it lost is sent.</summary>
internal sealed class Retrying(SyncRequest request, Surroundings surroundings, RunLog log)
{
    /// <summary>What is in the ledger was wanted once, whatever kinds a run of today takes.</summary>
    private SyncRequest Everything => request with { Features = ["BLOOD_PRESSURE"] };

    /// <param name="destination">Only there; everywhere when null.</param>
    /// <param name="ids">Which readings; all when empty.</param>
    /// <param name="states">Only deliveries in one of these; in any when empty.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <exception cref="UsageException">No destination is named, or a reading was never delivered.</exception>
    public async Task<ExitCode> RunAsync(string? destination, IReadOnlySet<ReadingId> ids, IReadOnlySet<DeliveryState> states, CancellationToken cancellationToken)
    {
        await using var session = Session.Open(surroundings, request.ConfigFolder, log);
        var policy = PolicySettings.Of(request.Ambiguous, request.Manual, session.Folder.Environment);
        await using var destinations = await DestinationSet.OfAsync(Everything, session.Folder, surroundings, log, cancellationToken);
        var chosen = destinations.All.Where(configured => destination is null || configured.Destination.Name == destination).ToList();
        if (chosen.Count == 0)
        {
            throw new UsageException(destination is null
                ? "No destination is named: give a user name (--garmin-username, --trainerroad-username)."
                : $"No user name for {DestinationNames.TitleOf(destination)} is given (--{destination}-username).");
        }

        bool IsWanted(Delivery row) => (ids.Count == 0 || ids.Contains(row.Id)) && (states.Count == 0 || states.Contains(row.State));
        using var archive = PersonalArchive.OpenToWrite(request.ConfigFolder, surroundings);
        await RequireAsync(archive, ids, destination, cancellationToken);
        var worst = ExitCode.Done;
        foreach (var configured in chosen)
        {
            var remembered = await new Forgetting(archive, surroundings.Time).RememberAsync(configured.Destination.Name, IsWanted, cancellationToken);
            var order = new Func<DateTimeOffset, DeliveryOrder>(since => new() { FirstSince = since, Policy = policy, Retry = row => IsWanted(row) || remembered.Contains(row.Id), ReplacesOthers = ids.Count > 0 });
            worst = Failures.Worse(worst, await new DeliveryRun([configured], session, surroundings, log).RunAsync(archive.Account, order, cancellationToken));
        }

        return worst;
    }

    private static async Task RequireAsync(PersonalArchive archive, IReadOnlySet<ReadingId> ids, string? destination, CancellationToken cancellationToken)
    {
        var known = (await archive.PagesAsync(destination, cancellationToken)).SelectMany(page => page.Rows).Select(row => row.Id).ToHashSet();
        var unknown = ids.Where(id => !known.Contains(id)).ToList();
        if (unknown.Count > 0)
        {
            throw new UsageException($"No delivery of {string.Join(", ", unknown)} is known. `withings-sync -f DAY -t DAY` delivers the readings of a day.");
        }
    }
}
