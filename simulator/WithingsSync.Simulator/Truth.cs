using WithingsSync.Simulator.Bodies;
using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator;

/// <summary>Everything about a person at one instant, for a test to compare with what a client found.</summary>
public sealed record Truth(
    IReadOnlyList<MeasureGroup> Groups,
    IReadOnlyList<ActivityDay> Activities,
    IReadOnlyList<Workout> Workouts,
    IReadOnlyList<Night> Nights,
    IReadOnlyList<HeartRecording> Hearts)
{
    private readonly Lazy<IReadOnlyList<IntradaySample>> _intraday = new([]);

    internal Truth(History history, long now)
        : this(history.Groups(now), [.. history.Activities(now).Select(history.Activity)], history.Workouts(now), history.Nights(now), history.Hearts(now)) =>
        _intraday = new(() => [.. history.Intraday(history.Person.Day(history.FirstDay).Start, now, now)]);

    /// <summary>All samples of the watch; made when first looked at, for a year has about 85,000.</summary>
    public IReadOnlyList<IntradaySample> Intraday => _intraday.Value;
}
