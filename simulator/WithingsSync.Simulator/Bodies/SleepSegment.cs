namespace WithingsSync.Simulator.Bodies;

/// <summary>A stretch of one state: 0 awake, 1 light, 2 deep, 3 REM. At most 600 s; longer stages come in several (section 6.1).</summary>
public sealed record SleepSegment(long Start, long End, int State);

/// <summary>What the mat measured in one minute of a night; 0 in the two variabilities means no value.</summary>
public readonly record struct SleepSample(long At, int HeartRate, int BreathRate, int Snoring, int Sdnn, int Rmssd, int Movement, int HrvQuality);
