using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage;
using Xunit;

namespace WithingsSync.Tests.Storage;

public sealed class ArchiveSizeTests : IDisposable
{
    /// <summary>Recorded weeks have 88 segments a night (withings-api.md §6.1), most of them under ten minutes.</summary>
    private const int SegmentsANight = 88;

    private readonly ArchiveFolder _folder = new();

    [Fact]
    public async Task Ten_years_of_nights_stay_under_90_megabytes()
    {
        const int nights = 365;
        const long bound = 90_000_000 / 10;
        var random = new Random(1);

        using (var archive = Archive.Open(_folder.File))
        {
            for (var night = 0; night < nights; night++)
            {
                await archive.SaveAsync(new AccountId("12345678"), Night(random, night), TestContext.Current.CancellationToken);
            }
        }

        var size = new FileInfo(_folder.File).Length;
        TestContext.Current.TestOutputHelper?.WriteLine($"{size} bytes a year");
        Assert.InRange(size, 1, bound);
    }

    private static SleepSegment[] Night(Random random, int night)
    {
        var start = new DateTimeOffset(2020, 1, 1, 22, 0, 0, TimeSpan.Zero).AddDays(night);
        var segments = new SleepSegment[SegmentsANight];
        for (var i = 0; i < segments.Length; i++)
        {
            var minutes = i % 2 == 0 ? random.Next(1, 4) : random.Next(5, 11);
            var end = start.AddMinutes(minutes);
            segments[i] = new(start, end, random.Next(0, 4), [
                Curve("hr", start, minutes, () => random.Next(48, 75)), Curve("rr", start, minutes, () => random.Next(11, 18)), Curve("snoring", start, minutes, () => random.Next(0, 60)),
                Curve("sdnn_1", start, minutes, () => random.Next(20, 90)), Curve("rmssd", start, minutes, () => random.Next(20, 90))])
            {
                HashDeviceId = "51e8d0e7d16da9ff673accf10958ca94fea55d6e", ModelId = 63, Model = "Aura Sensor V2",
            };
            start = end;
        }

        return segments;
    }

    private static SampleSeries Curve(string name, DateTimeOffset start, int minutes, Func<decimal> value) =>
        new(name, [.. Enumerable.Range(0, minutes).Select(minute => start.ToUnixTimeSeconds() + (minute * 60))], [.. Enumerable.Range(0, minutes).Select(_ => value())]);

    public void Dispose() => _folder.Dispose();
}
