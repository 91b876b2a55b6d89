using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Pipeline.Records;

/// <summary>
/// Keeps what was pulled. Each write is one transaction and an upsert on the record's natural key, so a pull repeated after a crash is harmless.
/// Only a pull writes.
/// </summary>
public interface IRecordStore
{
    /// <summary>Stores one page, of any mix of records; an older version never replaces a newer one.</summary>
    Task<SaveCount> SaveAsync(AccountId account, IReadOnlyList<HealthRecord> records, CancellationToken cancellationToken);

    /// <summary>
    /// Marks as deleted at the source what lies in a re-read window (by the moment measured, both ends included) and was not seen in it.
    /// Applies to <see cref="MeasureGroup"/>, <see cref="Workout"/>, <see cref="SleepNight"/> and <see cref="SleepSegment"/>
    /// (natural keys: group, workout and night id; for segments the start, in unix seconds).
    /// </summary>
    /// <returns>How many were marked.</returns>
    Task<int> ForgetUnseenAsync<T>(AccountId account, DateTimeOffset from, DateTimeOffset to, IReadOnlySet<long> seen, CancellationToken cancellationToken) where T : HealthRecord;

    /// <summary>
    /// The living records of a type whose moment (measured, started, recorded; a day or night by its <c>Date</c> in UTC bounds) lies in the window,
    /// both ends included, oldest first. Devices and goals ignore the window. Groups of both categories are returned.
    /// </summary>
    Task<IReadOnlyList<T>> ReadAsync<T>(AccountId account, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) where T : HealthRecord;

    /// <summary>The living groups of any time that hold a measure of a type, oldest first: the few heights among years of weighings.</summary>
    Task<IReadOnlyList<MeasureGroup>> ReadGroupsWithAsync(AccountId account, int measureType, CancellationToken cancellationToken);

    /// <summary>One recorded curve; null when it is not kept. A person's curves together are many megabytes, so whoever knows the id reads the one.</summary>
    Task<RecordedSignal?> FindSignalAsync(AccountId account, SignalKind kind, long signalId, CancellationToken cancellationToken);

    /// <summary>Up to where a feed was read by change (unix seconds of the source); null when it never was, to its end.</summary>
    Task<FeedState> FindStateAsync(AccountId account, Feed feed, CancellationToken cancellationToken);

    Task SaveStateAsync(AccountId account, Feed feed, FeedState state, CancellationToken cancellationToken);

    /// <summary>
    /// The version (the source's "modified") at which each item of a feed was last read: a day (as days since 1970-01-01) of intraday, a night's id of sleep, a signal.
    /// </summary>
    Task<IReadOnlyDictionary<long, DateTimeOffset>> FindVersionsAsync(AccountId account, Feed feed, CancellationToken cancellationToken);

    /// <summary>Notes that an item was read; that it failed, or was asked for in vain, is forgotten.</summary>
    Task SaveVersionAsync(AccountId account, Feed feed, long item, DateTimeOffset version, CancellationToken cancellationToken);

    /// <summary>The items of a feed that could not be read when they were last asked for.</summary>
    Task<IReadOnlyDictionary<long, ItemFailure>> FindFailuresAsync(AccountId account, Feed feed, CancellationToken cancellationToken);

    /// <summary>Notes that an item could not be read; that it was asked for in vain before is forgotten.</summary>
    Task SaveFailureAsync(AccountId account, Feed feed, long item, ItemFailure failure, CancellationToken cancellationToken);

    /// <summary>The items of a feed that were asked for and count as unread still.</summary>
    Task<IReadOnlyDictionary<long, ItemAsk>> FindAsksAsync(AccountId account, Feed feed, CancellationToken cancellationToken);

    Task SaveAskAsync(AccountId account, Feed feed, long item, ItemAsk ask, CancellationToken cancellationToken);

    /// <summary>How many living records of each kind there are, with the first and last moment.</summary>
    Task<IReadOnlyList<KindSummary>> SummariseAsync(AccountId account, CancellationToken cancellationToken);
}
