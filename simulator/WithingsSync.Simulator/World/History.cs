using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.World;

/// <summary>All that happened to one person since the first day: generated day by day as the clock moves, with what was done to it from outside laid over it.</summary>
internal sealed class History(Person person, DateOnly firstDay, Overlay overlay)
{
    private const long SyncSeconds = 20;
    private readonly List<MeasureGroup> _groups = [];
    private readonly List<HeartRecording> _hearts = [];
    private readonly List<Night> _nights = [];
    private readonly Dictionary<DateOnly, MovedDay> _moved = [];
    private readonly Dictionary<long, NightVitals> _vitals = [];
    private DateOnly _nextDay = firstDay;

    public Person Person { get; } = person;

    public DateOnly FirstDay { get; } = firstDay;

    public Overlay Overlay { get; } = overlay;

    /// <summary>The measure groups that a reader sees now, oldest stored first (as recorded: section 4.2).</summary>
    public List<MeasureGroup> Groups(long now)
    {
        CatchUp(now);
        var seen = new Dictionary<long, MeasureGroup>(_groups.Count);
        foreach (var group in _groups.Concat(Overlay.Groups))
        {
            // Versions of a group stand in order, so the last one that is not in the future counts.
            if (group.Created <= now && group.Modified <= now && !Overlay.IsDeleted(group.Id))
            {
                seen[group.Id] = group;
            }
        }

        foreach (var edit in Overlay.Edits)
        {
            if (seen.ContainsKey(edit.Id) && edit.Modified <= now)
            {
                seen[edit.Id] = edit;
            }
        }

        return [.. seen.Values.OrderBy(g => g.Created).ThenBy(g => g.Id)];
    }

    /// <summary>Electrocardiograms, newest first (as recorded: section 7.1).</summary>
    public List<HeartRecording> Hearts(long now)
    {
        CatchUp(now);
        var seen = new Dictionary<long, HeartRecording>();
        foreach (var recording in _hearts.Where(h => h.Created <= now && h.Modified <= now))
        {
            seen[recording.SignalId] = recording;
        }

        return [.. seen.Values.OrderByDescending(h => h.Timestamp)];
    }

    /// <summary>Nights and naps, in the order in which they were last changed (as measured: section 6.2).</summary>
    public List<Night> Nights(long now)
    {
        CatchUp(now);
        var seen = new Dictionary<long, Night>(_nights.Count);
        foreach (var night in _nights.Where(n => n.Created <= now && n.Modified <= now))
        {
            seen[night.Id] = night;
        }

        return [.. seen.Values.OrderBy(n => n.Modified).ThenBy(n => n.Id)];
    }

    public NightVitals Vitals(Night night)
    {
        if (!_vitals.TryGetValue(night.Id, out var vitals))
        {
            _vitals[night.Id] = vitals = NightVitals.Of(Person, night);
        }

        return vitals;
    }

    /// <summary>Days with totals, oldest first; the totals themselves are made on demand.</summary>
    public List<MovedDayIndex> Activities(long now)
    {
        var days = new List<MovedDayIndex>();
        var delivered = Delivered(now);
        var today = LocalDay.Of(now, Person.Zone);
        for (var date = FirstDay; date <= today; date = date.AddDays(1))
        {
            var day = Person.Day(date);
            var until = Math.Min(day.End, delivered);
            if (until > day.Start)
            {
                days.Add(new(date, until, until + SyncSeconds, RevisedAt(date, day.End) is { } at && at <= now ? at : null));
            }
        }

        return days;
    }

    public ActivityDay Activity(MovedDayIndex index)
    {
        var activity = index.Until == Person.Day(index.Date).End ? Whole(index.Date).Activity : MovedDay.Of(Person, index.Date, index.Until, index.Delivered).Activity;

        // A day is added up again now and then, long after it ended (section 5.1).
        return index.Revised is { } revised ? activity with { Modified = revised, TotalCalories = activity.TotalCalories + 7.5 } : activity with { Modified = index.Delivered };
    }

    /// <summary>Workouts, oldest first; one may be sent twice.</summary>
    public List<Workout> Workouts(long now)
    {
        var workouts = new List<Workout>();
        var today = LocalDay.Of(now, Person.Zone);
        for (var date = FirstDay; date <= today; date = date.AddDays(1))
        {
            if (WorkoutPlan.Of(Person, date).Count > 0)
            {
                workouts.AddRange(Whole(date).Workouts.Where(w => w.Modified <= now && !Overlay.DeletedWorkouts.Contains(w.Id)));
            }
        }

        return workouts;
    }

    /// <summary>Samples of the watch from <paramref name="start"/> to <paramref name="end"/>, both included, that have been delivered.</summary>
    public IEnumerable<IntradaySample> Intraday(long start, long end, long now)
    {
        var before = Math.Min(end + 1, Delivered(now));
        var first = LocalDay.Of(start, Person.Zone);
        for (var date = first < FirstDay ? FirstDay : first; Person.Day(date).Start < before; date = date.AddDays(1))
        {
            foreach (var sample in Movement.Samples(Person, date).Where(s => s.At >= start && s.At < before))
            {
                yield return sample;
            }
        }
    }

    /// <summary>The watch hands over its samples each quarter of an hour, and Withings has them 20 s later.</summary>
    public static long Delivered(long now) => (now - SyncSeconds) / 900 * 900;

    private MovedDay Whole(DateOnly date)
    {
        if (!_moved.TryGetValue(date, out var whole))
        {
            var end = Person.Day(date).End;
            _moved[date] = whole = MovedDay.Of(Person, date, end, end + SyncSeconds);
        }

        return whole;
    }

    private long? RevisedAt(DateOnly date, long end)
    {
        var chance = Person.ChanceOf(Topic.ActivityRevision, date);
        return chance.Happens(0.06) ? end + chance.Between(80_000, 500_000) : null;
    }

    private void CatchUp(long now)
    {
        var today = LocalDay.Of(now, Person.Zone);
        for (; _nextDay <= today; _nextDay = _nextDay.AddDays(1))
        {
            var groups = new GroupBuilder(Person, _nextDay);
            if (_nextDay == FirstDay)
            {
                OtherMeasures.AddBeginning(groups);
            }

            WeighIns.AddTo(groups);
            BloodPressures.AddTo(groups);
            OtherMeasures.AddTo(groups);
            _hearts.AddRange(HeartRecordings.AddTo(groups));
            _groups.AddRange(groups.Groups);
            _nights.AddRange(Bodies.Nights.Of(Person, _nextDay));
        }
    }
}

/// <summary>A day that has totals: up to when, when they were delivered, and when they were added up again.</summary>
internal readonly record struct MovedDayIndex(DateOnly Date, long Until, long Delivered, long? Revised)
{
    public long Modified => Revised ?? Delivered;
}
