namespace WithingsSync.Cli.Schedule;

/// <summary>What <c>schedule</c> did last and does next, for a health check in another process.</summary>
/// <param name="StartedAt">Of the last run.</param>
/// <param name="EndedAt">Null while it runs.</param>
/// <param name="ExitCode">Of the last run that ended; null before the first did.</param>
/// <param name="Failures">Runs that failed in a row.</param>
/// <param name="NextAt">Null while one runs.</param>
internal sealed record Heartbeat(DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int? ExitCode, int Failures, DateTimeOffset? NextAt)
{
    /// <summary>So many failures in a row are no accident any more.</summary>
    private const int TooMany = 3;

    /// <summary>A run, its first sign-in included, takes minutes at most.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(1);

    /// <summary>A busy machine starts a run late.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>The heartbeat after a run that ended.</summary>
    public Heartbeat After(DateTimeOffset endedAt, int exitCode, DateTimeOffset nextAt) =>
        this with { EndedAt = endedAt, ExitCode = exitCode, NextAt = nextAt, Failures = exitCode is (int)Cli.ExitCode.Done or (int)Cli.ExitCode.Partly ? 0 : Failures + 1 };

    /// <summary>What is wrong, in words for the person; null when it goes on by itself.</summary>
    public string? Illness(DateTimeOffset now) => (EndedAt, NextAt) switch
    {
        (null, _) when now - StartedAt > LongestRun => "the run under way does not end.",
        (null, _) when StartedAt - now > Grace => "the run under way began in the future: the clock was set back, and whether the run ends cannot be told.",
        ({ } ended, _) when ended - now > Grace => "the last run ended in the future: the clock was set back, and `schedule` did not see it; it does not run any more.",
        (not null, { } next) when now - next > Grace => "the next run is overdue; `schedule` does not run any more.",
        _ => ExitCode switch
        {
            (int)Cli.ExitCode.Usage => "the last run ended with 2: its options or the configuration are wrong.",
            (int)Cli.ExitCode.WithingsSignIn => "the last run ended with 3: sign in at Withings with `withings-sync login`.",
            (int)Cli.ExitCode.DestinationSignIn => "the last run ended with 4: a destination needs a sign-in.",
            _ when Failures >= TooMany => FormattableString.Invariant($"the last {Failures} runs failed, the last one with {ExitCode}."),
            _ => null,
        },
    };
}
