using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Storage.Server;
using WithingsSync.SystemTests.Server;
using Xunit;
using static WithingsSync.SystemTests.Work.WorkWorld;

namespace WithingsSync.SystemTests.Work;

/// <summary>Whatever happens to a reading at Withings happens here too: nothing is lost, nothing is there twice, nothing outlives its deletion.</summary>
public sealed class ReadingTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_reading_is_edited_moved_deleted_and_given_to_somebody_else(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var ids = Enumerable.Range(0, 6).Select(day => world.Withings.Weigh(Me, 80m + day, date: world.Time.GetUtcNow() - (day * Day)).Id).ToList();
        world.Withings.Weigh(world.Other, 61m);
        var (account, _) = await world.ConnectAndSettleAsync();
        var (other, _) = await world.ConnectAndSettleAsync(world.Other);
        await world.AssertGroupsAreTrueAsync(account);

        world.Withings.EditGroup(Me, ids[1], [new(1, 79_900, -3)]);
        await world.ServeNotificationsAsync();
        await world.AssertGroupsAreTrueAsync(account);

        world.Time.Advance(TimeSpan.FromHours(1));
        world.Withings.EditGroup(Me, ids[2], date: world.Time.GetUtcNow() - (20 * Day));
        await world.ServeNotificationsAsync();
        await world.AssertGroupsAreTrueAsync(account);

        world.Time.Advance(TimeSpan.FromHours(1));
        world.Withings.DeleteGroup(Me, ids[3]);
        await world.ServeNotificationsAsync();
        await world.AssertGroupsAreTrueAsync(account);

        world.Time.Advance(TimeSpan.FromHours(1));
        world.Withings.Reattribute(Me, ids[4], world.Other);
        await world.ServeNotificationsAsync();
        await world.AssertGroupsAreTrueAsync(account);
        await world.AssertGroupsAreTrueAsync(other, world.Other);
        Assert.Empty(await world.LettersAsync());
    }

    [Fact]
    public async Task A_reading_that_comes_weeks_late_with_its_old_date_is_there_at_once()
    {
        await using var world = await WorkWorld.StartAsync();
        var (account, _) = await world.ConnectAndSettleAsync();

        world.Withings.Weigh(Me, 80m);
        await world.ServeNotificationsAsync();
        world.Time.Advance(TimeSpan.FromMinutes(5));
        world.Withings.Weigh(Me, 82m, date: world.Time.GetUtcNow() - (45 * Day));
        await world.ServeNotificationsAsync();

        Assert.Equal(2, (await world.ReadAsync<MeasureGroup>(account)).Count);
        await world.AssertGroupsAreTrueAsync(account);
    }

    [Fact]
    public async Task A_reading_that_is_deleted_within_the_minute_of_its_arrival_is_gone_within_eight_days()
    {
        await using var world = await WorkWorld.StartAsync();
        world.Withings.Weigh(Me, 80m);
        var (account, _) = await world.ConnectAndSettleAsync();
        var slip = world.Withings.Weigh(Me, 50m);
        await world.ServeNotificationsAsync();
        world.Time.Advance(TimeSpan.FromSeconds(20));
        world.Withings.DeleteGroup(Me, slip.Id);
        await world.ServeNotificationsAsync();

        for (var day = 0; day < 8; day++)
        {
            world.Time.Advance(Day);
            await world.PollAsync();
        }

        await world.AssertGroupsAreTrueAsync(account);
    }

    [Fact]
    public async Task A_notification_that_is_told_twice_reads_nothing_around_it_again()
    {
        await using var world = await WorkWorld.StartAsync();
        await world.ConnectAndSettleAsync();
        world.Withings.NotificationManners.Copies = 3;

        world.Withings.Weigh(Me, 80m);
        await world.ServeNotificationsAsync();

        Assert.InRange(world.Withings.Requests.CountOf("/measure", "getmeas"), 1, 2);
    }

    [Fact]
    public async Task A_night_is_revised()
    {
        await using var world = await WorkWorld.StartAsync();
        var (account, _) = await world.ConnectAndSettleAsync();
        var end = world.Time.GetUtcNow().AddHours(-5);
        var night = world.Withings.AddNight(Me, end.AddHours(-7), end, score: 70);
        await world.ServeNotificationsAsync();
        var before = Assert.Single(await world.ReadAsync<SleepNight>(account));
        var segments = (await world.ReadAsync<SleepSegment>(account)).Count;

        world.Time.Advance(TimeSpan.FromHours(2));
        world.Withings.ReviseNight(Me, night.Id, score: 88, endedAt: end.AddMinutes(-30));
        await world.ServeNotificationsAsync();

        var after = Assert.Single(await world.ReadAsync<SleepNight>(account));
        Assert.Equal(before.NightId, after.NightId);
        Assert.Equal(end.AddMinutes(-30), after.EndedAt);
        Assert.True(after.ModifiedAt > before.ModifiedAt);
        Assert.True(segments > 0);
        Assert.All(await world.ReadAsync<SleepSegment>(account), segment => Assert.True(segment.EndedAt <= after.EndedAt));
    }

    [Fact]
    public async Task A_deleted_workout_is_gone_within_eight_days()
    {
        await using var world = await WorkWorld.StartAsync();
        var (account, _) = await world.ConnectAndSettleAsync();
        var kept = world.Withings.AddWorkout(Me, 2, world.Time.GetUtcNow().AddHours(-2), world.Time.GetUtcNow().AddHours(-1));
        var deleted = world.Withings.AddWorkout(Me, 6, world.Time.GetUtcNow().AddHours(-5), world.Time.GetUtcNow().AddHours(-4));
        await world.ServeNotificationsAsync();
        Assert.Equal(2, (await world.ReadAsync<Workout>(account)).Count);

        world.Withings.DeleteWorkout(Me, deleted.Id);
        for (var day = 0; day < 8; day++)
        {
            world.Time.Advance(Day);
            await world.ServeNotificationsAsync();
            await world.PollAsync();
        }

        Assert.Equal(kept.Id, Assert.Single(await world.ReadAsync<Workout>(account)).WorkoutId);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_goal_is_kept_and_is_no_reading(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        world.Withings.Weigh(Me, 80m);
        world.Withings.AddGroup(Me, [new(1, 70_000, -3)], category: 2);
        world.Withings.AddGroup(Me, [new(10, 120, 0), new(9, 80, 0)], category: 2);
        var (account, _) = await world.ConnectAndSettleAsync();

        var groups = await world.ReadAsync<MeasureGroup>(account);
        Assert.Equal([1, 2, 2], groups.Select(group => group.Category).Order());
        Assert.All(groups, group => Assert.Equal(group.Category == 2, group.IsObjective));
        Assert.Empty(await PressuresAsync(world, account));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task The_specifications_blood_pressures_follow_edits_and_deletions(StoreKind kind)
    {
        await using var world = await WorkWorld.StartAsync(kind);
        var (account, _) = await world.ConnectAndSettleAsync();
        var first = world.Withings.TakeBloodPressure(Me, 130, 85, 60);
        var second = world.Withings.TakeBloodPressure(Me, 120, 80, 55, world.Time.GetUtcNow().AddHours(-1));
        await world.ServeNotificationsAsync();
        Assert.Equal([(120, 80), (130, 85)], await PressuresAsync(world, account));

        world.Time.Advance(TimeSpan.FromHours(1));
        world.Withings.EditGroup(Me, first.Id, [new(10, 125, 0), new(9, 82, 0)]);
        world.Withings.DeleteGroup(Me, second.Id);
        await world.ServeNotificationsAsync();

        Assert.Equal([(125, 82)], await PressuresAsync(world, account));
    }

    private static Task<IReadOnlyList<(int Systolic, int Diastolic)>> PressuresAsync(WorkWorld world, AccountId account) =>
        world.Get<ServerDatabase>().Sessions.RunAsync<IReadOnlyList<(int, int)>>(
            session =>
            {
                using var rows = session.Database.Prepare(
                    "select cast(systolic_mmhg as integer), cast(diastolic_mmhg as integer) from blood_pressure_records where user_id = $1 order by measured_at").Text(account.Value).Query();
                var all = new List<(int, int)>();
                while (rows.Next())
                {
                    all.Add((rows.Int(), rows.Int()));
                }

                return all;
            },
            default);
}
