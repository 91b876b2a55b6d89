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
    private readonly Person? _person;

    internal Truth(History history, long now)
        : this(history.Groups(now), [.. history.Activities(now).Select(history.Activity)], history.Workouts(now), history.Nights(now), history.Hearts(now))
    {
        _person = history.Person;
        _intraday = new(() => [.. history.Intraday(history.Person.Day(history.FirstDay).Start, now, now)]);
        Devices = OwnedDevice.Of(history, now);
        Goals = Goals.Of(history.Person);
    }

    /// <summary>All samples of the watch; made when first looked at, for a year has about 85,000.</summary>
    public IReadOnlyList<IntradaySample> Intraday => _intraday.Value;

    /// <summary>In the order of getdevice, the mat twice.</summary>
    public IReadOnlyList<OwnedDevice> Devices { get; } = [];

    public Goals Goals { get; } = new(null, null, null);

    /// <summary>What the minutes of a night come to: the measured fields of its summary.</summary>
    public NightVitals VitalsOf(Night night) => NightVitals.Of(Owner, night);

    /// <summary>The curves of one segment of a night.</summary>
    public IReadOnlyList<SleepSample> SamplesOf(Night night, SleepSegment segment) => [.. Bodies.Nights.Samples(Owner, night, segment)];

    /// <summary>An electrocardiogram's curve in microvolts.</summary>
    public static IReadOnlyList<int> SignalOf(HeartRecording recording) => Signals.Ecg(recording);

    /// <summary>A heart sound as A-law bytes, when one was recorded along with it.</summary>
    public static IReadOnlyList<byte>? SoundOf(HeartRecording recording) =>
        recording.StethoSignalId is { } id ? Signals.HeartSound(id, recording.HeartRate) : null;

    private Person Owner => _person ?? throw new InvalidOperationException("This truth is nobody's.");
}
