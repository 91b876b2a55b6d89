using System.Globalization;
using WithingsSync.Health;
using WithingsSync.SystemTests.Server;
using Xunit;
using static WithingsSync.SystemTests.Work.WorkWorld;

namespace WithingsSync.SystemTests.Work;

/// <summary>The hours in which clocks and calendars turn, for people in Paris.</summary>
public sealed class CalendarTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    [InlineData(StoreKind.Sqlite, "2026-12-31T21:45:00Z")]
    [InlineData(StoreKind.Postgres, "2026-12-31T21:45:00Z")]
    [InlineData(StoreKind.Sqlite, "2027-03-27T22:45:00Z")]
    [InlineData(StoreKind.Sqlite, "2027-10-30T21:45:00Z")]
    public async Task Through_the_turn_of_the_year_and_of_the_clocks_nothing_is_lost_and_each_day_is_its_own(StoreKind kind, string start)
    {
        var begin = DateTimeOffset.Parse(start, CultureInfo.InvariantCulture);
        await using var world = await WorkWorld.StartAsync(kind, start: begin);
        var (account, _) = await world.ConnectAndSettleAsync();

        for (var half = 0; half < 12; half++)
        {
            world.Time.Advance(TimeSpan.FromMinutes(30));
            world.Withings.Weigh(Me, 80m + half);
            world.Withings.TakeBloodPressure(Me, 120 + half, 80, 60);
            world.Withings.MoveDay(Me, DayIn(world.Time.GetUtcNow()), 300);
            await world.ServeNotificationsAsync();
        }

        world.Withings.AddNight(Me, begin.AddMinutes(30), begin.AddHours(6));
        await world.ServeNotificationsAsync();
        for (var day = 0; day < 2; day++)
        {
            world.Time.Advance(TimeSpan.FromDays(1));
            await world.SubscribeAsync();
            await world.PollAsync();
        }

        var truth = world.Withings.TruthOf(Me);
        await world.AssertGroupsAreTrueAsync(account);
        Assert.Equal(
            truth.Activities.Select(day => (day.Date, (decimal?)day.Steps)).OrderBy(day => day.Date),
            (await world.ReadAsync<ActivityDay>(account)).Select(day => (day.Date, day.Metrics.Number("steps"))).OrderBy(day => day.Date));
        Assert.Equal(truth.Intraday.Select(sample => sample.At).Order(), (await world.ReadAsync<IntradaySample>(account)).Select(sample => sample.At.ToUnixTimeSeconds()).Order());
        Assert.Equal(truth.Nights.Select(night => (night.Id, night.Date)), (await world.ReadAsync<SleepNight>(account)).Select(night => (night.NightId, night.Date)));
        Assert.Equal(0, await world.CountAsync($"select count(*) from blood_pressure_records where user_id = '{account}' and date not in ('{DayIn(begin):yyyy-MM-dd}', '{DayIn(begin.AddDays(0.3)):yyyy-MM-dd}')"));
        Assert.Equal(12, await world.CountAsync($"select count(*) from blood_pressure_records where user_id = '{account}'"));
        Assert.Empty(await world.LettersAsync());
    }

    private static DateOnly DayIn(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Paris).DateTime);
}
