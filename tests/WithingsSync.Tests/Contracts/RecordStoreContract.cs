using System.Globalization;
using FsCheck.Fluent;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;
using Xunit;
using static WithingsSync.Tests.Contracts.SomeRecords;

namespace WithingsSync.Tests.Contracts;

/// <summary>What any record store must do, whatever it keeps its rows in.</summary>
public abstract partial class RecordStoreContract
{
    protected static readonly AccountId Ana = new("ana");
    protected static readonly AccountId Ben = new("ben");

    private static readonly Feed[] Feeds = Enum.GetValues<Feed>();

    protected abstract IRecordStore Store { get; }

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, All().Count)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_record_is_read_as_it_was_saved(int kind)
    {
        var records = All()[kind];

        var count = await Store.SaveAsync(Ana, records, Stop);

        Assert.Equal(new SaveCount(records.Count, 0), count);
        Assert.Equal(Texts(records), Texts(await ReadAllAsync(Ana, kind)));
        Assert.Equal(records, await ReadAllAsync(Ana, kind));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_page_saved_again_changes_nothing(int kind)
    {
        await Store.SaveAsync(Ana, All()[kind], Stop);

        Assert.Equal(default, await Store.SaveAsync(Ana, All()[kind], Stop));
        Assert.Equal(All()[kind], await ReadAllAsync(Ana, kind));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Another_account_sees_nothing_of_it(int kind)
    {
        await Store.SaveAsync(Ana, All()[kind], Stop);
        await Store.SaveStateAsync(Ana, Feeds[kind], new(ChangedSince: 5), Stop);
        await Store.SaveVersionAsync(Ana, Feeds[kind], 7, Noon, Stop);

        Assert.Empty(await ReadAllAsync(Ben, kind));
        Assert.All(await Store.SummariseAsync(Ben, Stop), summary => Assert.Equal(0, summary.Count));
        Assert.Equal(FeedState.Never, await Store.FindStateAsync(Ben, Feeds[kind], Stop));
        Assert.Empty(await Store.FindVersionsAsync(Ben, Feeds[kind], Stop));
    }

    [Fact]
    public async Task Two_accounts_keep_the_same_key_apart()
    {
        await Store.SaveAsync(Ana, [Group(1, measures: new Measure(1, 70, 0))], Stop);
        await Store.SaveAsync(Ben, [Group(1, measures: new Measure(1, 90, 0))], Stop);

        Assert.Equal(1, await ForgetAsync<MeasureGroup>(Ana, Noon, Noon));

        Assert.Empty(await ReadAsync<MeasureGroup>(Ana));
        Assert.Equal(90, Assert.Single(Assert.Single(await ReadAsync<MeasureGroup>(Ben)).Measures).Value);
    }

    [Fact]
    public async Task Kinds_may_be_mixed_in_one_page()
    {
        var page = All().SelectMany(records => records).ToList();

        Assert.Equal(new SaveCount(page.Count, 0), await Store.SaveAsync(Ana, page, Stop));
        Assert.Equal(default, await Store.SaveAsync(Ana, page, Stop));
    }

    [Fact]
    public async Task A_page_that_fails_in_the_middle_leaves_nothing()
    {
        var broken = Segment(0) with { Curves = [new("hr", [1, 2], [1m])] };

        await Assert.ThrowsAsync<ArgumentException>(() => Store.SaveAsync(Ana, [Group(1), broken], Stop));

        Assert.Empty(await ReadAsync<MeasureGroup>(Ana));
        Assert.Equal(new SaveCount(2, 0), await Store.SaveAsync(Ana, [Group(1), Segment(0)], Stop));
        Assert.Equal(Segment(0), Assert.Single(await ReadAsync<SleepSegment>(Ana)));
    }

    [Fact]
    public async Task A_cancelled_save_leaves_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.SaveAsync(Ana, [Group(1)], cancelled.Token));

        Assert.Empty(await ReadAsync<MeasureGroup>(Ana));
    }

    protected Task<IReadOnlyList<T>> ReadAsync<T>(AccountId account)
        where T : HealthRecord =>
        Store.ReadAsync<T>(account, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Stop);

    private async Task<KindSummary> SummaryAsync(Feed feed) => Assert.Single(await Store.SummariseAsync(Ana, Stop), summary => summary.Feed == feed);

    private Task<int> ForgetAsync<T>(AccountId account, DateTimeOffset from, DateTimeOffset to, params long[] seen)
        where T : HealthRecord =>
        Store.ForgetUnseenAsync<T>(account, from, to, seen.ToHashSet(), Stop);

    private async Task<IReadOnlyList<HealthRecord>> ReadAllAsync(AccountId account, int kind) => All()[kind][0] switch
    {
        MeasureGroup => await ReadAsync<MeasureGroup>(account),
        ActivityDay => await ReadAsync<ActivityDay>(account),
        IntradaySample => await ReadAsync<IntradaySample>(account),
        Health.Workout => await ReadAsync<Workout>(account),
        SleepNight => await ReadAsync<SleepNight>(account),
        SleepSegment => await ReadAsync<SleepSegment>(account),
        HeartRecording => await ReadAsync<HeartRecording>(account),
        StethoRecording => await ReadAsync<StethoRecording>(account),
        RecordedSignal => await ReadAsync<RecordedSignal>(account),
        Device => await ReadAsync<Device>(account),
        Goals => await ReadAsync<Goals>(account),
        var other => throw new NotSupportedException(other.ToString()),
    };

    /// <summary>Figures as written: 1.50 equals 1.5 but does not read alike.</summary>
    private static IEnumerable<string> Texts(IReadOnlyList<HealthRecord> records) => records.SelectMany(record => record switch
    {
        ActivityDay day => Texts(day.Metrics),
        IntradaySample sample => Texts(sample.Metrics),
        SleepSegment segment => segment.Curves.SelectMany(curve => curve.Values.Select(value => value.ToString(CultureInfo.InvariantCulture))).Concat(Texts(segment.Metrics)),
        HeartRecording heart => [$"{heart.Systolic} {heart.HeartRate}", .. Texts(heart.Metrics)],
        _ => [],
    });

    private static IEnumerable<string> Texts(Metrics metrics) => metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Name}={metric.Number}{metric.Text}"));
}
