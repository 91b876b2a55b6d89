namespace WithingsSync.Mcp.Tools;

/// <summary>The heart rate variability of a night or nap, or the QRS interval of an ECG.</summary>
/// <param name="MeasuredAt">When the night ended, or the ECG was taken.</param>
/// <param name="Source"><c>sleep</c> or <c>ecg</c>.</param>
/// <param name="Date">The day a night belongs to: that of its end.</param>
/// <param name="RmssdMs">Mean over the minutes of sleep that have a value.</param>
/// <param name="SdnnMs">Likewise.</param>
/// <param name="Minutes">How many values the mean of RMSSD is of.</param>
/// <param name="RmssdStartMs">Mean of the beginning of the night, as Withings sums it up.</param>
/// <param name="RmssdEndMs">Mean of its end.</param>
/// <param name="QrsIntervalMs">Of an ECG; not a variability.</param>
public sealed record HrvAnswer(
    DateTimeOffset MeasuredAt,
    string Source,
    DateOnly Date,
    decimal? RmssdMs = null,
    decimal? SdnnMs = null,
    int? Minutes = null,
    decimal? RmssdStartMs = null,
    decimal? RmssdEndMs = null,
    decimal? QrsIntervalMs = null,
    string? Device = null);
