using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.World;

/// <summary>All that happened to one person since the first day: generated day by day as the clock moves, with what was done to it from outside laid over it.</summary>
internal sealed class History(Person person, DateOnly firstDay, Overlay overlay)
{
    private readonly List<MeasureGroup> _groups = [];
    private readonly List<HeartRecording> _hearts = [];
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
        }
    }
}
