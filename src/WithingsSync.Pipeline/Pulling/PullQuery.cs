using WithingsSync.Health;

namespace WithingsSync.Pipeline.Pulling;

/// <summary>What to ask a feed for. One query may be several requests (pages).</summary>
public abstract record PullQuery(Feed Feed)
{
    /// <summary>
    /// Everything created or changed since a moment (unix seconds of the source's clock; 0 = everything): measures, activity, workouts, nights.
    /// Never combined with dates (withings-api.md §4.7).
    /// </summary>
    public sealed record ChangedSince(Feed Feed, long Since) : PullQuery(Feed);

    /// <summary>
    /// Everything measured between two moments, both included: measures, heart, stetho; activity, workouts and nights by the local days these
    /// moments fall on. Sleep and intraday answer for 24 hours at most, so ask for no more.
    /// </summary>
    public sealed record Between(Feed Feed, DateTimeOffset From, DateTimeOffset To) : PullQuery(Feed);

    /// <summary>All there is: devices, goals, and heart or stetho lists without a window.</summary>
    public sealed record Whole(Feed Feed) : PullQuery(Feed);

    /// <summary>One recorded curve.</summary>
    public sealed record Signal(SignalKind Kind, long SignalId) : PullQuery(Feed.Signals);
}
