namespace WithingsSync.Cli.Schedule;

/// <summary>How a run ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="RetryAt">
/// Before then nothing should be asked again; null when nobody said so. What one destination said is not handed up, for it would hold back the others: each notes
/// it beside its session, and a run that comes earlier asks it nothing.
/// </param>
internal readonly record struct RunEnd(int Code, DateTimeOffset? RetryAt = null);
