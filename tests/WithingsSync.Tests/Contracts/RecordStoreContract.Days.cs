using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;
using Xunit;
using static WithingsSync.Tests.Contracts.SomeRecords;

namespace WithingsSync.Tests.Contracts;

/// <summary>Samples and segments may be kept by the day: that must not show.</summary>
public abstract partial class RecordStoreContract
{
    private static readonly DateTimeOffset Midnight = Noon.AddHours(12);

    [Fact]
    public async Task Samples_around_midnight_are_read_up_to_the_second()
    {
        var samples = new[] { -86_401, -86_400, -60, -1, 0, 1, 86_399, 86_400 }.Select(second => Sample(Midnight.AddSeconds(second))).ToList();
        await Store.SaveAsync(Ana, samples, Stop);

        var across = await Store.ReadAsync<IntradaySample>(Ana, Midnight.AddSeconds(-60), Midnight, Stop);
        var within = await Store.ReadAsync<IntradaySample>(Ana, Midnight.AddSeconds(1).AddMilliseconds(900), Midnight.AddSeconds(86_399), Stop);

        Assert.Equal(samples[2..5], across);
        Assert.Equal(samples[5..7], within);
        Assert.Equal(samples, await ReadAsync<IntradaySample>(Ana));
    }

    [Fact]
    public async Task Samples_before_1970_are_samples()
    {
        var samples = new[] { -86_401, -86_400, -1, 0 }.Select(second => Sample(DateTimeOffset.UnixEpoch.AddSeconds(second))).ToList();
        await Store.SaveAsync(Ana, samples, Stop);

        Assert.Equal(samples, await ReadAsync<IntradaySample>(Ana));
        Assert.Equal(samples[1..3], await Store.ReadAsync<IntradaySample>(Ana, samples[1].At, samples[2].At, Stop));
    }

    [Fact]
    public async Task Devices_that_report_one_moment_do_not_replace_each_other()
    {
        IntradaySample[] samples = [Sample(Noon, device: null), Sample(Noon, device: "a"), Sample(Noon, device: "b")];

        Assert.Equal(new SaveCount(2, 0), await Store.SaveAsync(Ana, [samples[2], samples[0]], Stop));
        Assert.Equal(new SaveCount(1, 0), await Store.SaveAsync(Ana, [samples[1]], Stop));
        Assert.Equal(samples, await ReadAsync<IntradaySample>(Ana));
    }

    [Fact]
    public async Task A_page_that_adds_and_changes_leaves_the_rest_of_its_days()
    {
        await Store.SaveAsync(Ana, [Sample(Noon), Sample(Noon.AddSeconds(1)), Segment(0), Segment(10)], Stop);
        var edited = Segment(10) with { State = 3 };

        var count = await Store.SaveAsync(Ana, [Sample(Noon.AddSeconds(1), steps: 1.50m), Sample(Noon.AddSeconds(-1)), Sample(Noon), edited, Segment(5)], Stop);

        Assert.Equal(new SaveCount(2, 2), count);
        Assert.Equal([Sample(Noon.AddSeconds(-1)), Sample(Noon), Sample(Noon.AddSeconds(1), steps: 1.50m)], await ReadAsync<IntradaySample>(Ana));
        Assert.Equal([Segment(0), Segment(5), edited], await ReadAsync<SleepSegment>(Ana));
    }

    [Fact]
    public async Task Two_accounts_keep_one_day_apart()
    {
        await Store.SaveAsync(Ana, [Segment(0), Sample(Noon)], Stop);
        await Store.SaveAsync(Ben, [Segment(0) with { State = 2 }, Segment(10), Sample(Noon, steps: 9)], Stop);

        Assert.Equal(1, await ForgetAsync<SleepSegment>(Ana, Noon, Noon.AddDays(1)));

        Assert.Empty(await ReadAsync<SleepSegment>(Ana));
        Assert.Equal([Sample(Noon)], await ReadAsync<IntradaySample>(Ana));
        Assert.Equal([Segment(0) with { State = 2 }, Segment(10)], await ReadAsync<SleepSegment>(Ben));
        Assert.Equal([Sample(Noon, steps: 9)], await ReadAsync<IntradaySample>(Ben));
    }

    [Fact]
    public async Task Segments_are_forgotten_across_midnight_both_ends_included()
    {
        const int midnight = 12 * 60;
        await Store.SaveAsync(Ana, [Segment(midnight - 20), Segment(midnight - 10), Segment(midnight), Segment(midnight + 10), Segment(midnight + 20)], Stop);

        Assert.Equal(0, await ForgetAsync<SleepSegment>(Ana, Midnight.AddMinutes(-10).AddSeconds(1), Midnight.AddSeconds(-1)));
        Assert.Equal(2, await ForgetAsync<SleepSegment>(Ana, Midnight.AddMinutes(-10), Midnight.AddMinutes(10), Midnight.ToUnixTimeSeconds()));

        Assert.Equal([Segment(midnight - 20), Segment(midnight), Segment(midnight + 20)], await ReadAsync<SleepSegment>(Ana));
        Assert.Equal(new KindSummary(Feed.Sleep, 3, Midnight.AddMinutes(-20), Midnight.AddMinutes(20)), await SummaryAsync(Feed.Sleep));
    }

    [Fact]
    public async Task A_day_whose_segments_are_all_forgotten_is_gone_from_the_summary()
    {
        await Store.SaveAsync(Ana, [Segment(0), Segment(10)], Stop);

        Assert.Equal(2, await ForgetAsync<SleepSegment>(Ana, Noon, Noon.AddMinutes(10)));

        Assert.Equal(new KindSummary(Feed.Sleep, 0, null, null), await SummaryAsync(Feed.Sleep));
        Assert.Equal(new SaveCount(1, 0), await Store.SaveAsync(Ana, [Segment(10)], Stop));
        Assert.Equal(new KindSummary(Feed.Sleep, 1, Noon.AddMinutes(10), Noon.AddMinutes(10)), await SummaryAsync(Feed.Sleep));
    }

    [Fact]
    public async Task The_summary_of_samples_spans_their_days()
    {
        await Store.SaveAsync(Ana, [Sample(Midnight.AddDays(3)), Sample(Noon), Sample(Noon.AddSeconds(1)), Sample(Midnight)], Stop);

        Assert.Equal(new KindSummary(Feed.Intraday, 4, Noon, Midnight.AddDays(3)), await SummaryAsync(Feed.Intraday));
    }

    private static IntradaySample Sample(DateTimeOffset at, string? device = "watch", decimal steps = 5) => new(at, new Metrics([new("steps", steps, null)])) { DeviceId = device };
}
