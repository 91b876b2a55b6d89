namespace WithingsSync.Server.Links;

/// <summary>A wish to link Garmin. A class, so that nothing prints the password by accident.</summary>
internal sealed class GarminRequest
{
    public string? Username { get; init; }

    public string? Password { get; init; }

    public bool China { get; init; }

    public bool BloodPressure { get; init; }

    /// <summary>A day or a moment; what was measured since goes there.</summary>
    public string? Since { get; init; }
}

/// <summary>A wish to link TrainerRoad.</summary>
internal sealed class TrainerRoadRequest
{
    public string? Username { get; init; }

    public string? Password { get; init; }
}

/// <summary>The code that Garmin sent to the person.</summary>
internal sealed class CodeRequest
{
    public string? Code { get; init; }
}
