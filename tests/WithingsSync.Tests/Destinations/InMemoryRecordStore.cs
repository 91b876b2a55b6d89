using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Tests.Destinations;

/// <summary>An archive of one person in memory, for what only reads it: each record stands in it as given.</summary>
internal sealed class InMemoryRecordStore(params HealthRecord[] records) : IRecordStore
{
    public static readonly AccountId Account = new("12345");

    /// <summary>Called with the type of record before each reading.</summary>
    public Action<Type>? Reading { get; init; }

    public Task<IReadOnlyList<T>> ReadAsync<T>(AccountId account, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
        where T : HealthRecord
    {
        Reading?.Invoke(typeof(T));
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<T>>([.. records.OfType<T>()
            .Where(record => account == Account && (Moment(record) is not { } moment || (moment >= from && moment <= to)))
            .OrderBy(Moment)]);
    }

    public Task<IReadOnlyList<MeasureGroup>> ReadGroupsWithAsync(AccountId account, int measureType, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MeasureGroup>>([.. records.OfType<MeasureGroup>()
            .Where(group => account == Account && group.Measures.Any(measure => measure.Type == measureType))
            .OrderBy(group => group.MeasuredAt)]);

    public Task<RecordedSignal?> FindSignalAsync(AccountId account, SignalKind kind, long signalId, CancellationToken cancellationToken) =>
        Task.FromResult(records.OfType<RecordedSignal>().FirstOrDefault(signal => account == Account && signal.Kind == kind && signal.SignalId == signalId));

    public Task<IReadOnlyList<KindSummary>> SummariseAsync(AccountId account, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<KindSummary>>([Summary<IntradaySample>(Feed.Intraday), Summary<SleepSegment>(Feed.Sleep)]);

    public Task<SaveCount> SaveAsync(AccountId account, IReadOnlyList<HealthRecord> records, CancellationToken cancellationToken) => throw OnlyRead();

    public Task<int> ForgetUnseenAsync<T>(AccountId account, DateTimeOffset from, DateTimeOffset to, IReadOnlySet<long> seen, CancellationToken cancellationToken)
        where T : HealthRecord => throw OnlyRead();

    public Task<FeedState> FindStateAsync(AccountId account, Feed feed, CancellationToken cancellationToken) => throw OnlyRead();

    public Task SaveStateAsync(AccountId account, Feed feed, FeedState state, CancellationToken cancellationToken) => throw OnlyRead();

    public Task<IReadOnlyDictionary<long, DateTimeOffset>> FindVersionsAsync(AccountId account, Feed feed, CancellationToken cancellationToken) => throw OnlyRead();

    public Task<IReadOnlyDictionary<long, ItemFailure>> FindFailuresAsync(AccountId account, Feed feed, CancellationToken cancellationToken) => throw OnlyRead();

    public Task SaveFailureAsync(AccountId account, Feed feed, long item, ItemFailure failure, CancellationToken cancellationToken) => throw OnlyRead();

    public Task<IReadOnlyDictionary<long, ItemAsk>> FindAsksAsync(AccountId account, Feed feed, CancellationToken cancellationToken) => throw OnlyRead();

    public Task SaveAskAsync(AccountId account, Feed feed, long item, ItemAsk ask, CancellationToken cancellationToken) => throw OnlyRead();

    public Task SaveVersionAsync(AccountId account, Feed feed, long item, DateTimeOffset readAt, CancellationToken cancellationToken) => throw OnlyRead();

    private KindSummary Summary<T>(Feed feed)
        where T : HealthRecord
    {
        var moments = records.OfType<T>().Select(record => Moment(record)).Order().ToList();
        return new(feed, moments.Count, moments.FirstOrDefault(), moments.LastOrDefault());
    }

    private static DateTimeOffset? Moment(HealthRecord record) => record switch
    {
        MeasureGroup group => group.MeasuredAt,
        ActivityDay day => new(day.Date, TimeOnly.MinValue, TimeSpan.Zero),
        IntradaySample sample => sample.At,
        Workout workout => workout.StartedAt,
        SleepNight night => new(night.Date, TimeOnly.MinValue, TimeSpan.Zero),
        SleepSegment segment => segment.StartedAt,
        HeartRecording heart => heart.RecordedAt,
        StethoRecording stetho => stetho.RecordedAt,
        _ => null,
    };

    private static NotSupportedException OnlyRead() => new("An export only reads.");
}
