using WithingsSync.Health;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Pipeline.Pulling;

/// <summary>
/// What is due, as pure functions of what is already known. Nights, days and signals are read one by one, so each is read again only when the
/// source says that it changed: "read" is the version (the source's "modified") of what was read, so no clock of ours takes part.
/// </summary>
public static class PullPlan
{
    /// <summary>How far back readings are looked at again, once a day, to find what was edited or deleted.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromDays(30);

    /// <summary>How often an item is asked for at each pull before it gets a pause.</summary>
    private const int TriesAtOnce = 4;

    /// <summary>Before any reading, and after all of them: the last second a date can name.</summary>
    public static readonly DateTimeOffset Beginning = DateTimeOffset.UnixEpoch;
    public static readonly DateTimeOffset End = DateTimeOffset.FromUnixTimeSeconds(253402300799);

    /// <summary>What an ordinary pull of a feed reads: its changes, and once a day the last weeks again where deletions can be found that way.</summary>
    public static IReadOnlyList<PullScope> DueScopes(Feed feed, FeedState state, DateTimeOffset now)
    {
        // A last time in the future is that of a clock that has been set back since.
        var isDue = state.LastReReadAt is { } last ? (now - last).Duration() > TimeSpan.FromDays(1) : state is { LastPulledAt: not null, NotGranted: false };
        return feed is Feed.Measures or Feed.Workouts or Feed.Nights && isDue
            ? [new PullScope.Changes(), new PullScope.Window(now - LookBack, now)]
            : [new PullScope.Changes()];
    }

    /// <summary>Whether a window that was read again stands for the daily look back.</summary>
    public static bool CoversLookBack(PullScope.Window window, DateTimeOffset now) => window.From <= now - LookBack && window.To >= now.AddMinutes(-1);

    /// <summary>A signal as an item of its feed: an ECG and a sound may have one number.</summary>
    public static long SignalItem(PullQuery.Signal signal) => (signal.SignalId * 2) + (signal.Kind == SignalKind.Stetho ? 1 : 0);

    /// <summary>
    /// For how long an item that the source could not give is left alone. One it refused, a day, then two, four, up to a month: repeating rarely helps, and never to ask again could lose a
    /// reading. One it stumbled over is tried at each pull four times, then likewise.
    /// </summary>
    /// <param name="times">How often in a row, this time included.</param>
    public static TimeSpan PauseAfter(PullFailure failure, int times)
    {
        var pauses = failure == PullFailure.Rejected ? times : times - TriesAtOnce;
        return pauses <= 0 ? TimeSpan.Zero : pauses > 5 ? LookBack : TimeSpan.FromDays(1 << (pauses - 1));
    }

    /// <summary>The versions read, and those of items that are left alone for now as if they had been.</summary>
    public static IReadOnlyDictionary<long, DateTimeOffset> WithPaused(
        IReadOnlyDictionary<long, DateTimeOffset> versions, IReadOnlyDictionary<long, ItemFailure> failures, DateTimeOffset now)
    {
        var paused = failures.Where(one => one.Value.Until > now).ToList();
        if (paused.Count == 0)
        {
            return versions;
        }

        var known = versions.ToDictionary();
        foreach (var (item, failure) in paused)
        {
            known[item] = failure.Version;
        }

        return known;
    }

    /// <summary>The versions read, and those of items that were asked for lately, whatever came, as if they had been: for who asks often. A pull asks for them.</summary>
    /// <param name="since">What was asked for before is no longer lately.</param>
    public static IReadOnlyDictionary<long, DateTimeOffset> WithAsked(
        IReadOnlyDictionary<long, DateTimeOffset> versions, IReadOnlyDictionary<long, ItemAsk> asks, DateTimeOffset since, DateTimeOffset now)
    {
        // One in the future is that of a clock that has been set back since.
        var lately = asks.Where(one => one.Value.At >= since && one.Value.At <= now).ToList();
        if (lately.Count == 0)
        {
            return versions;
        }

        var known = versions.ToDictionary();
        foreach (var (item, ask) in lately)
        {
            known[item] = ask.Version;
        }

        return known;
    }

    /// <summary>The nights whose hypnogram was never read, or was revised since.</summary>
    public static IReadOnlyList<SleepNight> DueNights(IEnumerable<SleepNight> nights, IReadOnlyDictionary<long, DateTimeOffset> versions) =>
        [.. nights.Where(night => IsDue(versions, night.NightId, night.ModifiedAt)).OrderByDescending(night => night.StartedAt)];

    /// <summary>The days whose samples were never read, or whose totals were reckoned anew since.</summary>
    public static IReadOnlyList<ActivityDay> DueDays(IEnumerable<ActivityDay> days, IReadOnlyDictionary<long, DateTimeOffset> versions) =>
        [.. days.Where(day => day.Date.Year is > 1969 and < 9999 && IsDue(versions, DayNumber(day.Date), day.ModifiedAt)).OrderByDescending(day => day.Date)];

    /// <summary>The recorded curves never read.</summary>
    public static IReadOnlyList<PullQuery.Signal> DueSignals(
        IEnumerable<HeartRecording> hearts, IEnumerable<StethoRecording> stethos, IReadOnlyDictionary<long, DateTimeOffset> versions)
    {
        var ecgs = hearts.Where(heart => heart.EcgSignalId is not null).Select(heart => new PullQuery.Signal(SignalKind.Ecg, heart.EcgSignalId!.Value));
        var sounds = hearts.Where(heart => heart.StethoSignalId is not null).Select(heart => heart.StethoSignalId!.Value)
            .Concat(stethos.Select(stetho => stetho.SignalId)).Select(id => new PullQuery.Signal(SignalKind.Stetho, id));
        return [.. ecgs.Concat(sounds).Distinct().Where(signal => !versions.ContainsKey(SignalItem(signal)))];
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

    private static bool IsDue(IReadOnlyDictionary<long, DateTimeOffset> versions, long item, DateTimeOffset? modified) =>
        !versions.TryGetValue(item, out var version) || modified > version;
}
