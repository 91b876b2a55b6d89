using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Cli.Delivering;

/// <summary>Sets readings aside at a destination, and brings them back. A run that is at it meanwhile is waited for.</summary>
internal sealed class Forgetting(PersonalArchive archive, TimeProvider time)
{
    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());

    /// <param name="destination">Only there; everywhere when null.</param>
    /// <param name="ids">Which readings; all that the ledger knows when null.</param>
    /// <param name="cancellationToken">Stops between two destinations.</param>
    /// <returns>How many readings were set aside at each destination.</returns>
    /// <exception cref="UsageException">A reading is not known.</exception>
    public async Task<IReadOnlyDictionary<string, int>> ForgetAsync(string? destination, IReadOnlySet<ReadingId>? ids, CancellationToken cancellationToken)
    {
        var readings = (await archive.ReadingsAsync(cancellationToken)).ToDictionary(reading => reading.Id);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        Require(ids, await archive.PagesAsync(destination, cancellationToken), readings, destination);
        foreach (var known in await archive.Archive.DestinationsAsync(archive.Account, cancellationToken))
        {
            if (destination is null || known.Destination == destination)
            {
                await using var held = await HoldAsync(known, cancellationToken);
                var pages = (await archive.Archive.ReadAsync(archive.Account, known, cancellationToken)).ToLookup(row => row.Id);
                var wanted = (ids ?? pages.Select(versions => versions.Key)).ToList();
                var rows = wanted.Select(id => RowOf([.. pages[id]], readings.GetValueOrDefault(id), known, isNamed: ids is not null))
                    .OfType<Delivery>().Select(row => row with { State = DeliveryState.Ignored, Reason = DeliveryPlan.Forgotten, NotBefore = null, ChangedAt = Now }).ToList();
                await archive.Archive.SaveAsync(archive.Account, known, [.. rows, .. Closed(wanted.SelectMany(id => pages[id]), rows)], cancellationToken);
                counts[known.Destination] = counts.GetValueOrDefault(known.Destination) + rows.Count;
            }
        }

        return counts;
    }

    /// <summary>
    /// Takes the word back. What had been handed over may be there: it counts as sent, so that the destination is asked before anything is sent.
    /// </summary>
    /// <returns>The readings that were brought back.</returns>
    public async Task<IReadOnlySet<ReadingId>> RememberAsync(string? destination, Func<Delivery, bool> isWanted, CancellationToken cancellationToken)
    {
        var remembered = new HashSet<ReadingId>();
        foreach (var (known, before) in await archive.PagesAsync(destination, cancellationToken))
        {
            if (!before.Any(row => IsForgotten(row) && isWanted(row)))
            {
                continue;
            }

            await using var held = await HoldAsync(known, cancellationToken);
            var rows = (await archive.Archive.ReadAsync(archive.Account, known, cancellationToken)).Where(row => IsForgotten(row) && isWanted(row)).ToList();
            await archive.Archive.SaveAsync(archive.Account, known, [.. rows.Select(row => row with { State = Before(row), Reason = "brought back by you", ChangedAt = Now })], cancellationToken);
            remembered.UnionWith(rows.Select(row => row.Id));
        }

        return remembered;
    }

    private static DeliveryState Before(Delivery row) => row.Attempts > 0 || row.RemoteId is not null ? DeliveryState.Sent : DeliveryState.Superseded;

    private static bool IsForgotten(Delivery row) => row is { State: DeliveryState.Ignored, Reason: DeliveryPlan.Forgotten };

    /// <summary>The one row that carries the word: of the present version, else the last that was of any use. Null when the word is given, or nothing is to be set aside.</summary>
    private static Delivery? RowOf(IReadOnlyList<Delivery> versions, Reading? reading, DestinationAccount destination, bool isNamed) =>
        versions.Any(IsForgotten) ? null
        : versions.FirstOrDefault(row => reading is not null && row.Figures.Equals(reading.Figures))
            ?? (isNamed && reading is not null && IsTaken(reading.Id.Kind, destination) ? new Delivery(reading.Id, reading.Figures, DeliveryState.Pending) : null)
            ?? versions.LastOrDefault(row => row.State != DeliveryState.Superseded);

    /// <summary>Other versions of what is forgotten that a run would still wait for, and never get to.</summary>
    private IEnumerable<Delivery> Closed(IEnumerable<Delivery> versions, IReadOnlyList<Delivery> forgotten) =>
        versions.Where(row => !row.IsSettled && !forgotten.Any(other => other.Id == row.Id && other.Figures.Equals(row.Figures)))
            .Select(row => row with { State = DeliveryState.Superseded, Reason = "another version of it was forgotten by you", NotBefore = null, ChangedAt = Now });

    private static bool IsTaken(ReadingKind kind, DestinationAccount destination) => kind == ReadingKind.Weight || destination.Destination != DestinationNames.TrainerRoad;

    private static void Require(
        IReadOnlySet<ReadingId>? ids, IReadOnlyList<(DestinationAccount Destination, IReadOnlyList<Delivery> Rows)> pages, Dictionary<ReadingId, Reading> readings, string? destination)
    {
        var rows = pages.SelectMany(page => page.Rows).Select(row => row.Id).ToHashSet();
        var unknown = ids?.Where(id => !rows.Contains(id) && !readings.ContainsKey(id)).ToList() ?? [];
        if (unknown.Count > 0)
        {
            throw new UsageException($"There is no reading {string.Join(", ", unknown)}. `withings-sync deliveries list` shows what there is.");
        }

        if (ids is not null && pages.Count == 0)
        {
            throw new UsageException($"Nothing is known of {(destination is null ? "any destination" : DestinationNames.TitleOf(destination))} yet. Deliver something there first.");
        }
    }

    private Task<FileStream> HoldAsync(DestinationAccount known, CancellationToken cancellationToken) =>
        DestinationLock.TakeAsync(archive.Folder.ArchiveFile, known.Destination, DestinationNames.TitleOf(known.Destination), time, cancellationToken);
}
