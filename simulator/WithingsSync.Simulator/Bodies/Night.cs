namespace WithingsSync.Simulator.Bodies;

/// <summary>One night or nap: the segments, and the summary that follows from them.</summary>
public sealed record Night
{
    public required long Id { get; init; }

    public required Device Device { get; init; }

    public required long Start { get; init; }

    public required long End { get; init; }

    /// <summary>The local day of <see cref="End"/>, as measured in every recorded row (section 6.2).</summary>
    public required DateOnly Date { get; init; }

    public required long Created { get; init; }

    /// <summary>When it was scored first, and again: the earlier version has neither score nor apnea index.</summary>
    public required long Modified { get; init; }

    public required IReadOnlyList<SleepSegment> Segments { get; init; }

    /// <summary>0 to 100.</summary>
    public required int Score { get; init; }

    /// <summary>Events per hour; −1 when unavailable.</summary>
    public required int ApneaIndex { get; init; }

    /// <summary>−1 when unavailable.</summary>
    public required int BreathingDisturbances { get; init; }

    /// <summary>The kind of tracker: 32 a mat, 16 a watch.</summary>
    public int Model => Device.Type == "Sleep Monitor" ? 32 : 16;

    public long Seconds(int state) => Segments.Where(s => s.State == state).Sum(s => s.End - s.Start);

    public long Asleep => Segments.Where(s => s.State != 0).Sum(s => s.End - s.Start);

    public long Latency => Segments.TakeWhile(s => s.State == 0).Sum(s => s.End - s.Start);

    public long WakeLatency => Segments.Reverse().TakeWhile(s => s.State == 0).Sum(s => s.End - s.Start);

    /// <summary>Times of being awake between falling asleep and getting up.</summary>
    public int WakeUps => Count((before, after) => before.State != 0 && after.State == 0) - (WakeLatency > 0 ? 1 : 0);

    public int RemEpisodes => Count((before, after) => before.State != 3 && after.State == 3);

    /// <summary>Times out of bed: gaps between segments.</summary>
    public int OutOfBed => Count((before, after) => after.Start > before.End);

    private int Count(Func<SleepSegment, SleepSegment, bool> at) => Segments.Zip(Segments.Skip(1)).Count(pair => at(pair.First, pair.Second));
}
