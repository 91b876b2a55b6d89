using WithingsSync.Health;
using WithingsSync.Storage;
using WithingsSync.SystemTests.Scene;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Whose midnight ends a day where no device says where the person is.</summary>
public sealed class ZoneTests
{
    private const string Tool = "withings_get_activity";

    [Fact]
    public async Task Without_a_device_or_a_reading_the_newest_day_night_or_workout_says_where_the_person_is()
    {
        await using var scene = await ToolScene.StartAsync(days: 1);
        using var archive = Archive.Open(Path.Combine(scene.World.Folder, "zone.db"), scene.World.Time);
        scene.Host.Records = archive;
        HealthRecord[] records =
        [
            new ActivityDay(new(2026, 6, 10), Metrics.None) { TimeZone = "America/New_York" },
            new Workout(1, 1, Worlds.Noon.AddDays(-1), Worlds.Noon.AddDays(-1).AddHours(1), Metrics.None) { TimeZone = "Asia/Tokyo" },
        ];
        await archive.SaveAsync(scene.Account, records, TestContext.Current.CancellationToken);

        var answer = await scene.CallAsync(Tool, ("start_date", "7d"));

        Assert.Equal("Asia/Tokyo", answer.GetProperty("range").GetProperty("time_zone").GetString());
        Assert.DoesNotContain(answer.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("time zone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nothing_says_it_the_answer_says_whose_days_it_took()
    {
        await using var scene = await ToolScene.StartAsync(days: 1);
        using var archive = Archive.Open(Path.Combine(scene.World.Folder, "zone.db"), scene.World.Time);
        scene.Host.Records = archive;

        var answer = await scene.CallAsync(Tool, ("start_date", "7d"));

        Assert.Contains(answer.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("the days are those of UTC", StringComparison.Ordinal));
    }
}
