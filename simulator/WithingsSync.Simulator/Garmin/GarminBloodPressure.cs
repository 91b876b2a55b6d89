namespace WithingsSync.Simulator.Garmin;

/// <summary>A blood pressure as Garmin keeps it (section 2.3), in mmHg.</summary>
/// <param name="Version">Garmin's key: the millisecond of its insertion.</param>
/// <param name="TimestampGmt">When it was measured.</param>
/// <param name="TimestampLocal">The wall clock at that moment, as the client said or in the account's zone.</param>
public sealed record GarminBloodPressure(long Version, DateTimeOffset TimestampGmt, DateTime TimestampLocal, int Systolic, int Diastolic)
{
    /// <summary>Beats a minute.</summary>
    public int? Pulse { get; init; }

    public string? Notes { get; init; }

    public string SourceType { get; init; } = "MANUAL";

    /// <summary>The hash of the file it came in; <see langword="null"/> for one sent or typed in alone.</summary>
    public string? FileHash { get; init; }

    internal DateOnly Day => DateOnly.FromDateTime(TimestampLocal);
}
