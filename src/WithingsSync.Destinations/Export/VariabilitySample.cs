namespace WithingsSync.Destinations.Export;

/// <summary>Heart-rate variability at one moment, from whichever device noticed it; milliseconds, null where there was no value.</summary>
internal sealed record VariabilitySample(DateTimeOffset At, string Source, string? Device, string? Model)
{
    public decimal? Rmssd { get; init; }

    public decimal? Sdnn { get; init; }

    public decimal? Quality { get; init; }

    public bool HasValue => Rmssd is not null || Sdnn is not null;
}
