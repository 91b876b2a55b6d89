namespace WithingsSync.Cli.Assistants;

/// <summary>How a pull for an answer ended, or stands when the wait for it is over.</summary>
/// <param name="HasPulled">Withings was asked.</param>
/// <param name="Missing">What is missing and why, as sentences; none when all is there.</param>
internal sealed record PullEnd(bool HasPulled, IReadOnlyList<string> Missing)
{
    public static readonly PullEnd Nothing = new(HasPulled: false, []);

    public TimeSpan? RetryAfter { get; init; }

    public bool IsThrottled { get; init; }
}
