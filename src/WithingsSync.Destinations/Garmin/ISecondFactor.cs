namespace WithingsSync.Destinations.Garmin;

/// <summary>Where the code comes from that Garmin sent to the person, or that an app shows.</summary>
public interface ISecondFactor
{
    /// <summary>A person is there to be asked, more than once.</summary>
    bool CanAsk { get; }

    /// <summary>The code; null when there is none.</summary>
    /// <param name="pending">What it is for.</param>
    /// <param name="lastWasWrong">The code before was refused.</param>
    /// <exception cref="TimeoutException">A person was asked and did not answer in time.</exception>
    Task<string?> FindCodeAsync(PendingSignIn pending, bool lastWasWrong, CancellationToken cancellationToken);
}
