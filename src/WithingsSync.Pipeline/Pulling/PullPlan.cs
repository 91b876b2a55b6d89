using WithingsSync.Health;

namespace WithingsSync.Pipeline.Pulling;

/// <summary>
/// What is due, as pure functions of what is already known. Nights, days and signals are read one by one, so each is read again only when the
/// source says that it changed: "read" is the version (the source's "modified") of what was read, so no clock of ours takes part.
/// </summary>
public static class PullPlan
{
    /// <summary>The nights whose hypnogram was never read, or was revised since.</summary>
    public static IReadOnlyList<SleepNight> DueNights(IEnumerable<SleepNight> nights, IReadOnlyDictionary<long, DateTimeOffset> reads) =>
        [.. nights.Where(night => IsDue(reads, night.NightId, night.ModifiedAt)).OrderByDescending(night => night.StartedAt)];

    /// <summary>The days whose samples were never read, or whose totals were reckoned anew since.</summary>
    public static IReadOnlyList<ActivityDay> DueDays(IEnumerable<ActivityDay> days, IReadOnlyDictionary<long, DateTimeOffset> reads) =>
        [.. days.Where(day => IsDue(reads, DayNumber(day.Date), day.ModifiedAt)).OrderByDescending(day => day.Date)];

    /// <summary>The recorded curves never read.</summary>
    public static IReadOnlyList<PullQuery.Signal> DueSignals(
        IEnumerable<HeartRecording> hearts, IEnumerable<StethoRecording> stethos, IReadOnlyDictionary<long, DateTimeOffset> reads)
    {
        var ecgs = hearts.Where(heart => heart.EcgSignalId is not null).Select(heart => new PullQuery.Signal(SignalKind.Ecg, heart.EcgSignalId!.Value));
        var sounds = hearts.Where(heart => heart.StethoSignalId is not null).Select(heart => heart.StethoSignalId!.Value)
            .Concat(stethos.Select(stetho => stetho.SignalId)).Select(id => new PullQuery.Signal(SignalKind.Stetho, id));
        return [.. ecgs.Concat(sounds).Distinct().Where(signal => !reads.ContainsKey(signal.SignalId))];
    }

    /// <summary>
    /// The person's day as moments: local midnight to the second before the next one, in pieces of at most 24 hours, because a day on which the clock goes back is longer than the source answers for.
    /// </summary>
    public static IReadOnlyList<PullQuery.Between> DayQueries(DateOnly date, TimeZoneInfo zone)
    {
        var from = StartOf(date, zone);
        var end = StartOf(date.AddDays(1), zone).AddSeconds(-1);
        var queries = new List<PullQuery.Between>(2);
        for (; from <= end; from = from.AddHours(24))
        {
            var piece = from.AddHours(24).AddSeconds(-1);
            queries.Add(new(Feed.Intraday, from, piece < end ? piece : end));
        }

        return queries;
    }

    public static long DayNumber(DateOnly date) => date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>The first moment of a local day; where the clock jumps over midnight, the first moment after the jump.</summary>
    public static DateTimeOffset StartOf(DateOnly date, TimeZoneInfo zone)
    {
        var local = date.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        // An ambiguous midnight happens twice; the day begins with the first, which has the larger offset.
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private static bool IsDue(IReadOnlyDictionary<long, DateTimeOffset> reads, long item, DateTimeOffset? modified) =>
        !reads.TryGetValue(item, out var version) || modified > version;
}
