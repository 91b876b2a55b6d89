using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.World;

/// <content>What the watch knows: days, workouts, samples.</content>
internal sealed partial class History
{
    private const long SyncSeconds = 20;
    private const long QuarterSeconds = 900;
    private readonly Dictionary<DateOnly, MovedDay> _moved = [];

    /// <summary>The watch hands over its samples each quarter of an hour, and Withings has them 20 s later.</summary>
    public static long Delivered(long now) => (now - SyncSeconds) / QuarterSeconds * QuarterSeconds;

    /// <summary>When Withings has a generated sample of that second.</summary>
    public static long Delivery(long at) => (((at / QuarterSeconds) + 1) * QuarterSeconds) + SyncSeconds;

    /// <summary>Days with totals, oldest first; the totals themselves are made on demand.</summary>
    public List<MovedDayIndex> Activities(long now)
    {
        var days = new SortedDictionary<DateOnly, MovedDayIndex>();
        var delivered = Delivered(now);
        var today = LocalDay.Of(now, Person.Zone);
        for (var date = FirstDay; generates && date <= today; date = date.AddDays(1))
        {
            var day = Person.Day(date);
            var until = Math.Min(day.End, delivered);
            if (until > day.Start)
            {
                days[date] = new(date, until, until + SyncSeconds, RevisedAt(date, day.End) is { } at && at <= now ? at : null);
            }
        }

        foreach (var (date, moved) in Overlay.Moved.Where(m => m.Value.Modified <= now))
        {
            days[date] = days.TryGetValue(date, out var generated) ? generated with { Moved = moved.Modified } : new(date, 0, 0, null) { Moved = moved.Modified };
        }

        return [.. days.Values];
    }

    public ActivityDay Activity(MovedDayIndex index)
    {
        if (index.Moved is not null)
        {
            return WithMoved(index);
        }

        var activity = index.Until == Person.Day(index.Date).End ? Whole(index.Date).Activity : MovedDay.Of(Person, index.Date, index.Until, index.Delivered).Activity;
        return Revised(activity, index);
    }

    /// <summary>Workouts, oldest first; one may be sent twice.</summary>
    public List<Workout> Workouts(long now)
    {
        var workouts = new List<Workout>();
        var today = LocalDay.Of(now, Person.Zone);
        for (var date = FirstDay; generates && date <= today; date = date.AddDays(1))
        {
            workouts.AddRange(GeneratedWorkouts(date).Where(w => w.Modified <= now));
        }

        workouts.AddRange(Overlay.Workouts.Where(w => w.Modified <= now));
        workouts.RemoveAll(w => Overlay.DeletedWorkouts.Contains(w.Id));
        return Overlay.Workouts.Count == 0 ? workouts : [.. workouts.OrderBy(w => w.Start)];
    }

    public IReadOnlyList<Workout> GeneratedWorkouts(DateOnly date) => WorkoutPlan.Of(Person, date).Count > 0 ? Whole(date).Workouts : [];

    /// <summary>Samples of the watch from <paramref name="start"/> to <paramref name="end"/>, both included, that have been delivered.</summary>
    public IEnumerable<IntradaySample> Intraday(long start, long end, long now)
    {
        var byHand = Overlay.Moved.Values.Where(m => m.Modified <= now).SelectMany(m => m.Samples).Where(s => s.At >= start && s.At <= end).ToList();
        var generated = GeneratedSamples(start, end, now);
        return byHand.Count == 0 ? generated : generated.Concat(byHand).OrderBy(s => s.At);
    }

    /// <summary>When a day is added up again, long after it ended (section 5.1).</summary>
    public long? RevisedAt(DateOnly date, long end)
    {
        var chance = Person.ChanceOf(Topic.ActivityRevision, date);
        return chance.Happens(0.06) ? end + chance.Between(80_000, 500_000) : null;
    }

    private IEnumerable<IntradaySample> GeneratedSamples(long start, long end, long now)
    {
        var before = Math.Min(end + 1, Delivered(now));
        var first = LocalDay.Of(start, Person.Zone);
        for (var date = first < FirstDay ? FirstDay : first; generates && Person.Day(date).Start < before; date = date.AddDays(1))
        {
            foreach (var sample in Movement.Samples(Person, date).Where(s => s.At >= start && s.At < before))
            {
                yield return sample;
            }
        }
    }

    /// <summary>The day's totals from all its samples, whoever made them.</summary>
    private ActivityDay WithMoved(MovedDayIndex index)
    {
        var day = Person.Day(index.Date);
        var byHand = Overlay.Moved[index.Date];
        var generated = Movement.Samples(Person, index.Date).Where(s => generates && s.At < index.Until);
        var until = Math.Clamp(index.Modified, day.Start, day.End);
        var sum = MovedDay.Sum(Person, index.Date, until, index.Modified, [.. generated.Concat(byHand.Samples).OrderBy(s => s.At)]);
        return Revised(sum, index);
    }

    private static ActivityDay Revised(ActivityDay activity, MovedDayIndex index) => index.Revised is null
        ? activity with { Modified = index.Modified }
        : activity with { Modified = index.Modified, TotalCalories = activity.TotalCalories + 7.5 };

    private long? LastMoved(long now)
    {
        var byHand = Overlay.Moved.Values.SelectMany(m => m.Samples).Max(s => (long?)s.At);
        return generates ? Math.Max(byHand ?? 0, Delivered(now)) : byHand;
    }

    private MovedDay Whole(DateOnly date)
    {
        if (!_moved.TryGetValue(date, out var whole))
        {
            var end = Person.Day(date).End;
            _moved[date] = whole = MovedDay.Of(Person, date, end, end + SyncSeconds);
        }

        return whole;
    }
}

/// <summary>A day that has totals: up to when, when they were delivered, and when they were added up again.</summary>
internal readonly record struct MovedDayIndex(DateOnly Date, long Until, long Delivered, long? Revised)
{
    /// <summary>When somebody moved at the controls' word.</summary>
    public long? Moved { get; init; }

    public long Modified => Math.Max(Revised ?? Delivered, Moved ?? 0);
}
