using WithingsSync.Health;
using WithingsSync.SystemTests.Scene;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Pull;

/// <summary><c>pull</c> brings every kind of record, and each as it is at Withings.</summary>
public sealed class EveryKindTests
{
    [Theory]
    [InlineData(500, 200)]
    [InlineData(3, 3)]
    public async Task The_archive_holds_what_Withings_holds_whatever_the_size_of_a_page(int measuresPage, int otherPage)
    {
        await using var world = await Worlds.SignedInAsync(days: 25, measuresPageSize: measuresPage, otherPageSize: otherPage);

        var result = await world.RunAsync("pull").Exits(0);

        await AssertCompleteAsync(world);
        Assert.DoesNotContain("ERROR", result.Error, StringComparison.Ordinal);
        world.IsTidy();
    }

    [Fact]
    public async Task A_second_pull_asks_what_is_cheap_and_finds_nothing()
    {
        await using var world = await Worlds.SignedInAsync(days: 10);
        await world.RunAsync("pull").Exits(0);
        world.World.Requests.Clear();

        var result = await world.RunAsync("pull").Exits(0);

        string[] cheap = ["/measure getmeas", "/v2/heart list", "/v2/measure getactivity", "/v2/measure getworkouts", "/v2/sleep getsummary", "/v2/stetho list", "/v2/user getdevice", "/v2/user getgoals"];
        Assert.Equal(cheap.ToDictionary(call => call, _ => 1), world.World.Requests.Counts);
        Assert.All(Rows(result), row => Assert.Equal(["0", "0", "0"], row.TakeLast(3)));
    }

    [Fact]
    public async Task A_later_pull_brings_the_days_between_and_the_days_gone_on()
    {
        await using var world = await Worlds.SignedInAsync(days: 5);
        await world.RunAsync("pull").Exits(0);

        for (var i = 0; i < 3; i++)
        {
            world.Clock().Advance(TimeSpan.FromHours(20));
            await world.RunAsync("pull").Exits(0);
        }

        await AssertCompleteAsync(world);
    }

    private static IEnumerable<string[]> Rows(CliResult result) =>
        result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split([' ', '\t', '│', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(row => row.Length >= 4 && row[^1].All(char.IsDigit));

    private static async Task AssertCompleteAsync(LoopbackWorld world)
    {
        var truth = world.World.TruthOf(Worlds.Demo);
        Assert.Equal(ArchiveOf.TrueGroups(world), await ArchiveOf.GroupsAsync(world));
        Assert.Equal(
            truth.Activities.Select(day => (day.Date, (decimal?)day.Steps, (long?)day.Modified, day.Device?.Id)),
            (await ArchiveOf.ReadAsync<ActivityDay>(world)).OrderBy(day => day.Date).Select(day => (day.Date, day.Metrics.Number("steps"), day.ModifiedAt?.ToUnixTimeSeconds(), day.DeviceId)));
        Assert.Equal(
            truth.Workouts.DistinctBy(workout => workout.Id).OrderBy(workout => workout.Id).Select(workout => (workout.Id, workout.Category, workout.Start, workout.End)),
            (await ArchiveOf.ReadAsync<Workout>(world)).OrderBy(workout => workout.WorkoutId).Select(workout => (workout.WorkoutId, workout.Category, workout.StartedAt.ToUnixTimeSeconds(), workout.EndedAt.ToUnixTimeSeconds())));
        Assert.Equal(
            truth.Nights.OrderBy(night => night.Id).Select(night => (night.Id, night.Start, night.End, night.Date, (long?)night.Modified)),
            (await ArchiveOf.ReadAsync<SleepNight>(world)).OrderBy(night => night.NightId).Select(night => (night.NightId, night.StartedAt.ToUnixTimeSeconds(), night.EndedAt.ToUnixTimeSeconds(), night.Date, night.ModifiedAt?.ToUnixTimeSeconds())));
        Assert.Equal(
            truth.Nights.SelectMany(night => night.Segments.Select(segment => (segment.Start, segment.End, segment.State))).Order(),
            (await ArchiveOf.ReadAsync<SleepSegment>(world)).Select(segment => (segment.StartedAt.ToUnixTimeSeconds(), segment.EndedAt.ToUnixTimeSeconds(), segment.State)).Order());
        Assert.Equal(
            truth.Hearts.OrderBy(heart => heart.SignalId).Select(heart => ((long?)heart.SignalId, heart.Timestamp, (int?)heart.Afib)),
            (await ArchiveOf.ReadAsync<HeartRecording>(world)).OrderBy(heart => heart.EcgSignalId).Select(heart => (heart.EcgSignalId, heart.RecordedAt.ToUnixTimeSeconds(), heart.AtrialFibrillation)));
        Assert.Equal(
            truth.Hearts.SelectMany(heart => new[] { (long?)heart.SignalId, heart.StethoSignalId }).Where(id => id is not null).Order(),
            (await ArchiveOf.ReadAsync<RecordedSignal>(world)).Select(signal => (long?)signal.SignalId).Order());
        Assert.All(await ArchiveOf.ReadAsync<RecordedSignal>(world), signal => Assert.NotEmpty(signal.Samples));
        Assert.Equal(
            truth.Intraday.Select(sample => (sample.At, (decimal?)sample.Steps, (decimal?)sample.HeartRate, (decimal?)sample.Distance)),
            (await ArchiveOf.ReadAsync<IntradaySample>(world)).OrderBy(sample => sample.At).Select(sample => (sample.At.ToUnixTimeSeconds(), sample.Metrics.Number("steps"), sample.Metrics.Number("heart_rate"), sample.Metrics.Number("distance"))));
        Assert.NotEmpty(await ArchiveOf.ReadAsync<Device>(world));
        Assert.NotNull(Assert.Single(await ArchiveOf.ReadAsync<Goals>(world)).Steps);
    }
}
