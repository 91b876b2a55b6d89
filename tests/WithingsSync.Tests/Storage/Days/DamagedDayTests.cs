using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage;
using Xunit;
using static WithingsSync.Tests.Contracts.SomeRecords;

namespace WithingsSync.Tests.Storage.Days;

public sealed class DamagedDayTests : IDisposable
{
    private static readonly AccountId Ana = new("ana");

    private readonly ArchiveFolder _folder = new();
    private readonly Archive _archive;

    public DamagedDayTests() => _archive = Archive.Open(_folder.File);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("zeroblob(0)")]
    [InlineData("zeroblob(100)")]
    [InlineData("substr(packed, 1, length(packed) - 1)")]
    [InlineData("packed || x'00'")]
    [InlineData("x'02' || substr(packed, 2)")]
    public async Task A_damaged_day_is_named_when_it_is_read_or_written_and_stays_as_it_is(string damage)
    {
        await SaveThreeDaysAsync();
        _archive.Database.Execute($"update intraday_days set packed = {damage} where day = 19792; update sleep_days set packed = {damage} where day = 19792");

        await NamesTheDayAsync(() => _archive.ReadAsync<IntradaySample>(Ana, Noon.AddDays(-1), Noon.AddDays(1), Stop));
        await NamesTheDayAsync(() => _archive.ReadAsync<SleepSegment>(Ana, Noon, Noon, Stop));
        await NamesTheDayAsync(() => _archive.SaveAsync(Ana, [Sample(0)], Stop));
        await NamesTheDayAsync(() => _archive.SaveAsync(Ana, [Segment(5)], Stop));
        await NamesTheDayAsync(() => _archive.ForgetUnseenAsync<SleepSegment>(Ana, Noon, Noon, new HashSet<long>(), Stop));
    }

    [Fact]
    public async Task The_days_around_a_damaged_one_are_read_and_written_and_the_summary_counts_all()
    {
        await SaveThreeDaysAsync();
        _archive.Database.Execute("update intraday_days set packed = zeroblob(9) where day = 19792");

        Assert.Equal([Sample(-1)], await _archive.ReadAsync<IntradaySample>(Ana, Noon.AddDays(-1), Noon.AddDays(-1), Stop));
        Assert.Equal(new(1, 0), await _archive.SaveAsync(Ana, [Sample(2)], Stop));
        Assert.Equal(new(Feed.Intraday, 4, Noon.AddDays(-1), Noon.AddDays(2)), (await _archive.SummariseAsync(Ana, Stop)).Single(kind => kind.Feed == Feed.Intraday));
    }

    private static IntradaySample Sample(int day) => new(Noon.AddDays(day), new Metrics([new("steps", 5, null)]));

    private async Task SaveThreeDaysAsync() => await _archive.SaveAsync(Ana, [Sample(-1), Sample(0), Sample(1), Segment(-1440), Segment(0), Segment(1440)], Stop);

    private async Task NamesTheDayAsync(Func<Task> work)
    {
        var failure = await Assert.ThrowsAsync<ArchiveException>(work);

        Assert.Contains("2024-03-10", failure.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.File, failure.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _archive.Dispose();
        _folder.Dispose();
    }
}
