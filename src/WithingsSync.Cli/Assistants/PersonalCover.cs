using WithingsSync.Cli.Sessions;
using WithingsSync.Mcp;
using WithingsSync.Mcp.Covering;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Cli.Assistants;

/// <summary>How the personal tool sees to an answer's feeds: nobody else reads the history, and the first pull of a feed reads all of it.</summary>
internal sealed class PersonalCover(ConfigFolder folder, PersonalPulls pulls, IRecordStore archive, TimeProvider time) : ICoverHost
{
    /// <summary>What to do where nobody is signed in.</summary>
    public const string Advice = "Run `withings-sync login` on a terminal to connect your Withings account, then ask again.";

    /// <summary>Shorter than the patience of the clients there are (60 s).</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>What was read this long ago is as good as new: a scale's reading takes minutes to reach Withings anyway.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(15);

    /// <inheritdoc/>
    public TimeSpan LongestWait => Longest;

    public CancellationToken Stopping => pulls.Stopping;

    public Task<string?> FindObstacleAsync(AccountId account, CancellationToken cancellationToken) =>
        Task.FromResult(WithingsUserFile.Peek(folder).UserId is null ? $"Nobody is signed in. {Advice}" : pulls.RefusedNow is { } refused ? $"{refused} {Advice}" : null);

    public Task<IReadOnlyList<(Feed Feed, PullScope Scope)>> DueAsync(AccountId account, CoverOrder order, CancellationToken cancellationToken) =>
        new CoverPlan(archive, account, FreshFor, _ => null).DueAsync(order, time.GetUtcNow(), cancellationToken);

    /// <summary>The connection paces itself.</summary>
    public Task<TimeSpan> TurnInAsync(CancellationToken cancellationToken) => Task.FromResult(TimeSpan.Zero);

    public FeedPull Begin(AccountId account, Feed feed, PullScope scope) => pulls.Begin(account, feed, scope);

    public void Remember(FeedPull pull)
    {
        // The archive knows how far each feed was read.
    }
}
