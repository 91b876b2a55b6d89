namespace WithingsSync.Cli.Schedule;

/// <summary>How a run ended.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="RetryAt">Before then nothing should be asked again; null when nobody said so.</param>
internal readonly record struct RunEnd(int Code, DateTimeOffset? RetryAt = null);
