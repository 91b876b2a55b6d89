using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>The form fields by which an endpoint is told what is wanted; "changed since" and dates are never combined (withings-api.md §4.7).</summary>
internal static class Windows
{
    private static readonly TimeSpan LongestDetail = TimeSpan.FromHours(24);

    /// <summary>By change or by moment: measures.</summary>
    public static IEnumerable<(string Name, string Value)> ChangesOrMoments(PullQuery query) => query switch
    {
        PullQuery.ChangedSince changes => [("lastupdate", Numbers.Text(changes.Since))],
        PullQuery.Between between => Moments(between),
        _ => throw Unanswerable(query),
    };

    /// <summary>
    /// By change or by day: activity, workouts, nights. Their days are the person's own, whose zone is not known here: one day more on each side
    /// finds them all (withings-api.md §9.4, §12.23).
    /// </summary>
    public static IEnumerable<(string Name, string Value)> ChangesOrDays(PullQuery query) => query switch
    {
        PullQuery.ChangedSince changes => [("lastupdate", Numbers.Text(changes.Since))],
        PullQuery.Between between =>
        [
            ("startdateymd", Numbers.Day(DayOf(between.From, -1))),
            ("enddateymd", Numbers.Day(DayOf(between.To, +1))),
        ],
        _ => throw Unanswerable(query),
    };

    /// <summary>By moment or everything: heart, stetho.</summary>
    public static IEnumerable<(string Name, string Value)> MomentsOrAll(PullQuery query) => query switch
    {
        PullQuery.Between between => Moments(between),
        PullQuery.Whole => [],
        _ => throw Unanswerable(query),
    };

    /// <summary>By moment, for as long as the endpoint answers without cutting off the rest: sleep, intraday (withings-api.md §5.2, §6.1).</summary>
    public static IEnumerable<(string Name, string Value)> OneDay(PullQuery query) => query switch
    {
        PullQuery.Between between when between.To - between.From <= LongestDetail => Moments(between),
        _ => throw Unanswerable(query),
    };

    public static IEnumerable<(string Name, string Value)> All(PullQuery query) => query is PullQuery.Whole ? [] : throw Unanswerable(query);

    public static ArgumentException Unanswerable(PullQuery query) => new($"Withings cannot be asked for {query.Feed} by {query.GetType().Name} of this length.", nameof(query));

    private static (string Name, string Value)[] Moments(PullQuery.Between between) =>
        [("startdate", Numbers.Seconds(between.From)), ("enddate", Numbers.Seconds(between.To))];

    private static DateOnly DayOf(DateTimeOffset moment, int more)
    {
        var day = DateOnly.FromDateTime(moment.UtcDateTime).DayNumber + more;
        return DateOnly.FromDayNumber(Math.Clamp(day, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
    }
}
