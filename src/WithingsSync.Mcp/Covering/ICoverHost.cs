using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Covering;

/// <summary>What differs between the hosts when an answer's feeds are seen to; <see cref="Coverer"/> does the rest.</summary>
public interface ICoverHost
{
    /// <summary>The longest an answer waits for pulls.</summary>
    TimeSpan LongestWait { get; }

    /// <summary>The process ends, and no answer waits any longer.</summary>
    CancellationToken Stopping { get; }

    /// <summary>Why Withings cannot be asked for this person and what to do, as sentences; null when it can.</summary>
    Task<string?> FindObstacleAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>What has to be pulled, each in its scope; none when the store holds everything.</summary>
    Task<IReadOnlyList<(Feed Feed, PullScope Scope)>> DueAsync(AccountId account, CoverOrder order, CancellationToken cancellationToken);

    /// <summary>For how long a request would wait for its turn now.</summary>
    Task<TimeSpan> TurnInAsync(CancellationToken cancellationToken);

    /// <summary>Begins a pull, or finds the one under way.</summary>
    FeedPull Begin(AccountId account, Feed feed, PullScope scope);

    /// <summary>A pull that an answer waited for went well.</summary>
    void Remember(FeedPull pull);
}
