namespace WithingsSync.Cli.Commands;

/// <summary>What a person asked of <c>sync</c>.</summary>
internal sealed record SyncRequest
{
    public string? GarminUsername { get; init; }

    public string? GarminPassword { get; init; }

    public string? TrainerRoadUsername { get; init; }

    public string? TrainerRoadPassword { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public bool ToFit { get; init; }

    public bool ToJson { get; init; }

    public bool ToCsv { get; init; }

    public string? Output { get; init; }

    public IReadOnlyList<string> Features { get; init; } = [];

    public bool NoUpload { get; init; }

    /// <summary>Say what would be delivered, and deliver and write nothing.</summary>
    public bool DryRun { get; init; }

    public string? GarminMfaCode { get; init; }

    public string? Ambiguous { get; init; }

    public string? Manual { get; init; }

    public bool DumpRaw { get; init; }

    public string? ConfigFolder { get; init; }

    /// <summary>Only the exact word counts; any other is accepted and ignored, as upstream does.</summary>
    public bool WithBloodPressure => Features.Contains("BLOOD_PRESSURE", StringComparer.Ordinal) || !WithWeight;

    /// <summary>Off with <c>BLOOD_PRESSURE_ONLY</c>: only the blood pressure goes to services; files are as with <c>BLOOD_PRESSURE</c>.</summary>
    public bool WithWeight => !Features.Contains("BLOOD_PRESSURE_ONLY", StringComparer.Ordinal);

    public bool WritesFiles => ToFit || ToJson || ToCsv;
}
