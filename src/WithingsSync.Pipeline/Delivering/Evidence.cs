namespace WithingsSync.Pipeline.Delivering;

/// <summary>
/// Which of the copies at a destination shows a reading. Where an older version may be there, a copy that only resembles the new one is the old one.
/// </summary>
/// <param name="work">What this run does.</param>
/// <param name="before">What was there when it began.</param>
internal sealed class Evidence(IEnumerable<PlannedDelivery> work, IReadOnlyDictionary<ReadingId, IReadOnlyList<Copy>> before)
{
    private readonly Dictionary<ReadingId, PlannedDelivery> _steps = work.ToDictionary(step => step.Id);

    /// <summary>The copy that shows it best; null when none surely does.</summary>
    public Copy? Find(Reading reading, IEnumerable<Copy> copies)
    {
        var older = _steps[reading.Id].Older;
        return copies.Select(copy => (Copy: copy, Agreement: Agreements.Of(copy.Figures, reading.Figures)))
            .Where(candidate => candidate.Agreement == Agreement.Full
                || (candidate.Agreement == Agreement.Partly && (older.Count == 0 || IsNew(candidate.Copy) || ShowsRatherThan(older, reading, candidate.Copy))))
            .OrderByDescending(candidate => candidate.Agreement).ThenBy(candidate => candidate.Copy.IsByHand).ThenByDescending(candidate => candidate.Copy.RemoteId, StringComparer.Ordinal)
            .Select(candidate => candidate.Copy).FirstOrDefault();
    }

    /// <summary>Whether a copy is one of a version that was delivered from here, or was there in its place. What the person typed in there is neither.</summary>
    public static bool IsOf(Copy copy, Delivery version) =>
        !copy.IsByHand && ((version.Attempts > 0 && version.RemoteId == copy.RemoteId) || Agreements.Of(copy.Figures, version.Figures) != Agreement.None);

    /// <summary>Of several versions, the one with the largest is the one it is a copy of.</summary>
    public static int Closeness(Copy copy, Delivery version) => version.RemoteId == copy.RemoteId ? int.MaxValue : Agreements.Score(copy.Figures, version.Figures);

    private bool IsNew(Copy copy) => before.GetValueOrDefault(copy.Id) is not { } known || !known.Any(old => old.RemoteId == copy.RemoteId);

    private static bool ShowsRatherThan(IReadOnlyList<Delivery> older, Reading reading, Copy copy)
    {
        var score = Agreements.Score(copy.Figures, reading.Figures);
        return older.All(version => score > Agreements.Score(copy.Figures, version.Figures));
    }
}
