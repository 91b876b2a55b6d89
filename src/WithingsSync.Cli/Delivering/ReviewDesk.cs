using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Cli.Delivering;

/// <summary>The readings that wait for a person's word, and the word.</summary>
internal sealed class ReviewDesk(PersonalArchive archive, DeliveryPolicy policy, TimeProvider time)
{
    /// <summary>Held by the setting, without a word yet, and not delivered (or set aside) everywhere already; oldest first.</summary>
    public async Task<IReadOnlyList<Reading>> WaitingAsync(CancellationToken cancellationToken)
    {
        var reviews = await archive.Archive.ReadReviewsAsync(archive.Account, cancellationToken);
        var pages = new List<Page>();
        foreach (var (destination, rows) in await archive.PagesAsync(null, cancellationToken))
        {
            var marks = await archive.Archive.FindMarksAsync(archive.Account, destination, cancellationToken);
            pages.Add(new(rows.ToLookup(row => row.Id), marks?.Since ?? DateTimeOffset.MinValue));
        }

        return
        [
            .. (await archive.ReadingsAsync(cancellationToken))
                .Where(reading => policy.Of(reading) == Handling.Hold && !reviews.ContainsKey(reading.Id) && (pages.Count == 0 || pages.Exists(page => page.Waits(reading)))),
        ];
    }

    /// <param name="ids">Which readings; all that wait when null.</param>
    /// <param name="isAccepted">The word.</param>
    /// <param name="cancellationToken">Stops before anything is noted.</param>
    /// <returns>How many readings the word was given on, and how many of them a destination has.</returns>
    /// <exception cref="UsageException">A reading is not known.</exception>
    public async Task<(int Count, int Delivered)> DecideAsync(IReadOnlySet<ReadingId>? ids, bool isAccepted, CancellationToken cancellationToken)
    {
        ids ??= (await WaitingAsync(cancellationToken)).Select(reading => reading.Id).ToHashSet();
        var rows = (await archive.PagesAsync(null, cancellationToken)).SelectMany(page => page.Rows).ToLookup(row => row.Id);
        var readings = (await archive.ReadingsAsync(cancellationToken)).Select(reading => reading.Id).ToHashSet();
        var unknown = ids.Where(id => !readings.Contains(id) && !rows.Contains(id)).ToList();
        if (unknown.Count > 0)
        {
            throw new UsageException($"There is no reading {string.Join(", ", unknown)}. `withings-sync review list` shows what waits.");
        }

        await archive.Archive.SaveReviewsAsync(archive.Account, [.. ids.Select(id => new Review(id, isAccepted, time.GetUtcNow()))], cancellationToken);
        return (ids.Count, ids.Count(id => rows[id].Any(row => row.MayBeThere)));
    }

    private sealed record Page(ILookup<ReadingId, Delivery> Rows, DateTimeOffset Since)
    {
        public bool Waits(Reading reading) =>
            (reading.Id.MeasuredAt >= Since || reading.ArrivedAt >= Since || Rows.Contains(reading.Id))
            && !Rows[reading.Id].Any(row => row.MayBeThere || row is { State: DeliveryState.Ignored, Reason: DeliveryPlan.Forgotten });
    }
}
