using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage;
using Xunit;

namespace WithingsSync.Tests.Storage;

public sealed class ArchiveSizeTests : IDisposable
{
    /// <summary>Recorded weeks have 88 segments a night (withings-api.md §6.1), most of them under ten minutes.</summary>
    private const int SegmentsANight = 88;

    /// <summary>A watch reports every ten minutes at rest and every minute in motion: a year has some 85,000 samples.</summary>
    private const int SamplesADay = 234;

    private readonly ArchiveFolder _folder = new();

    /// <summary>The values are random, so this is the worst case: those of a body resemble their neighbours.</summary>
    [Fact]
    public async Task Ten_years_of_samples_and_nights_stay_under_30_megabytes()
    {
        const int days = 365;
        const long bound = 30_000_000 / 10;
        var random = new Random(1);

        using (var archive = Archive.Open(_folder.File))
        {
            for (var day = 0; day < days; day++)
            {
                await archive.SaveAsync(new AccountId("12345678"), [.. Day(random, day), .. Night(random, day)], TestContext.Current.CancellationToken);
            }
        }

        var size = new FileInfo(_folder.File).Length;
        TestContext.Current.TestOutputHelper?.WriteLine($"{size} bytes a year");
        Assert.InRange(size, 1, bound);
    }

    private static IEnumerable<IntradaySample> Day(Random random, int day)
    {
        var at = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day);
        for (var i = 0; i < SamplesADay; i++)
        {
            Metric[] motion = i % 3 == 0 ? [new("steps", random.Next(1, 130), null), new("distance", random.Next(1, 10000) / 100m, null), new("calories", random.Next(1, 500) / 100m, null)] : [];
            yield return new(at, new Metrics([new("heart_rate", random.Next(48, 140), null), .. motion]))
            {
                DeviceId = "faed8dab0950119de3fbc1d383e71db97758b9ea", ModelId = 94, Model = "ScanWatch 2",
            };
            at = at.AddSeconds(random.Next(1, 700));
        }
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
