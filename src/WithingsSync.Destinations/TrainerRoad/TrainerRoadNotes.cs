namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>What one run has to tell the next about TrainerRoad.</summary>
public sealed record TrainerRoadNotes
{
    public static readonly TrainerRoadNotes None = new();

    /// <summary>Whatever TrainerRoad asks for, after this it is tried again.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromHours(48);

    /// <summary>How far two runs' clocks may differ without one of them having been wrong.</summary>
    private static readonly TimeSpan Drift = TimeSpan.FromHours(1);

    /// <summary>Nothing is asked before this moment.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>It had too many requests (429); else its firewall took us for a robot (403).</summary>
    public bool WasThrottled { get; init; }

    /// <summary>A salted hash of the user name and password that it refused.</summary>
    public string? RefusedLogin { get; init; }

    /// <summary>Until when TrainerRoad is left alone; null when it is not. What lies too far ahead was noted by a clock that was wrong.</summary>
    public DateTimeOffset? HeldUntil(DateTimeOffset now) => NotBefore > now && NotBefore <= now + LongestPause + Drift ? NotBefore : null;
}
