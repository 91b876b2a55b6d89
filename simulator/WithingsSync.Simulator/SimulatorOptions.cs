namespace WithingsSync.Simulator;

/// <summary>How a simulated Withings is set up. Everything has a default that suits a test.</summary>
public sealed class SimulatorOptions
{
    /// <summary>Where the world (tokens, events, clock) is kept between two starts; <see langword="null"/> keeps it in memory only.</summary>
    public string? DataFolder { get; init; }

    /// <summary>People and their readings follow from this number and the date alone.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many people have an account, 1 to 10,000. The first one is "demo", the eleventh "person11".</summary>
    public int People { get; init; } = 1;

    /// <summary>Days bring readings by themselves; without, there is nothing but what the controls add.</summary>
    public bool GeneratesReadings { get; init; } = true;

    /// <summary>How many years of history each person has when the world begins.</summary>
    public int Years { get; init; } = 1;

    /// <summary>Days of history instead of <see cref="Years"/>: a small world for a quick test.</summary>
    public int? HistoryDays { get; init; }

    /// <summary>The loopback port; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>The authorise page answers with the redirect at once, as if the person had agreed.</summary>
    public bool AutoConsent { get; init; }

    /// <summary>Calls per minute and application before status 601; <see langword="null"/> switches the limiter off.</summary>
    public int? RequestsPerMinute { get; init; } = 120;

    /// <summary>Refuse the same call with the same arguments for the same account within 10 s (status 601).</summary>
    public bool RefuseRepeats { get; init; } = true;

    /// <summary>What the simulator's clock is an offset of.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The IANA time zone all people live in; UTC where the machine does not know it (a minimal one without tzdata).</summary>
    public string TimeZone { get; init; } = "Europe/Paris";

    /// <summary>Measure groups in one page of getmeas.</summary>
    public int MeasuresPageSize { get; init; } = 500;

    /// <summary>Rows in one page of getactivity, getworkouts, heart list and stetho list.</summary>
    public int ActivityPageSize { get; init; } = 200;

    /// <summary>Rows in one page of sleep getsummary.</summary>
    public int SleepPageSize { get; init; } = 300;

    /// <summary>How much of a longer window sleep get answers: 24 h, or 7 days as was seen in 2021.</summary>
    public TimeSpan SleepWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long after the data a notification leaves, on the simulator's clock.</summary>
    public TimeSpan NotificationDelay { get; init; }

    /// <summary>In what real time a callback must answer.</summary>
    public TimeSpan NotificationTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether <c>lastupdate</c> also returns what was modified in exactly that second.</summary>
    public bool LastUpdateInclusive { get; init; } = true;
}
