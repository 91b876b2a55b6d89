using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator;

/// <summary>Everything about a person at one instant, for a test to compare with what a client found.</summary>
public sealed record Truth(
    IReadOnlyList<MeasureGroup> Groups,
    IReadOnlyList<ActivityDay> Activities,
    IReadOnlyList<Workout> Workouts,
    IReadOnlyList<Night> Nights,
    IReadOnlyList<HeartRecording> Hearts,
    IReadOnlyList<IntradaySample> Intraday);
