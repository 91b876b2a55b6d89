using WithingsSync.Simulator.Faults;
using Xunit;
using static WithingsSync.SystemTests.Work.WorkWorld;

namespace WithingsSync.SystemTests.Work;

/// <summary>What Withings refuses again and again, whoever asks: it costs little, nobody has to look after it, and it is read when Withings gives it after all.</summary>
public sealed class RefusedTests
{
    private const int Days = 3;

    [Theory]
    [InlineData("/v2/heart", "get", 503)]
    [InlineData("/v2/sleep", "get", 503)]
    [InlineData("/v2/sleep", "get", 2554)]
    [InlineData("/v2/heart", "list", 503)]
    [InlineData("/v2/measure", "getintradayactivity", 503)]
    public async Task It_costs_a_few_requests_a_day_and_few_letters(string path, string action, int status)
    {
        await using var world = await WorkWorld.StartAsync();
        await world.ConnectAndSettleAsync();
        world.Withings.Faults.Inject(Fault.OfStatus(status, "Invalid Params: gone") with { Path = path, Action = action, For = TimeSpan.FromDays(60) });
        world.Withings.AddEcg(Me);
        world.Withings.AddNight(Me, world.Time.GetUtcNow().AddHours(-9), world.Time.GetUtcNow().AddHours(-1));
        world.Withings.MoveDay(Me, DateOnly.FromDateTime(world.Time.GetUtcNow().UtcDateTime), 1000);
        await world.ServeNotificationsAsync();
        world.Withings.Requests.Clear();

        await LiveAsync(world, Days);

        Assert.InRange(world.Withings.Requests.CountOf(path, action), 0, Days * 12);
        Assert.InRange(world.Withings.Requests.Total, 1, Days * 34);
        Assert.InRange((await world.LettersAsync()).Count, 0, 1);
    }

    [Fact]
    public async Task It_is_read_within_days_once_Withings_gives_it()
    {
        await using var world = await WorkWorld.StartAsync();
        var (account, _) = await world.ConnectAndSettleAsync();
        world.Withings.Faults.Inject(Fault.OfStatus(503, "Invalid Params: gone") with { Path = "/v2/sleep", Action = "get", For = TimeSpan.FromDays(2) });
        world.Withings.AddNight(Me, world.Time.GetUtcNow().AddHours(-9), world.Time.GetUtcNow().AddHours(-1));
        await world.ServeNotificationsAsync();
        Assert.Empty(await world.ReadAsync<Health.SleepSegment>(account));

        await LiveAsync(world, days: 15);

        Assert.NotEmpty(await world.ReadAsync<Health.SleepSegment>(account));
    }

    [Fact]
    public async Task Samples_refused_for_want_of_a_plan_are_asked_for_again_within_a_week()
    {
        await using var world = await WorkWorld.StartAsync();
        await world.ConnectAndSettleAsync();
        var fault = world.Withings.Faults.Inject(Fault.OfStatus(403) with { Path = "/v2/measure", Action = "getintradayactivity", Times = 1 });
        for (var day = 0; day < 16; day++)
        {
            world.Withings.MoveDay(Me, DateOnly.FromDateTime(world.Time.GetUtcNow().UtcDateTime), 1000);
            await world.ServeNotificationsAsync();
            await LiveAsync(world, days: 1);
        }

        Assert.Equal(1, fault.Hits);
        Assert.True(world.Withings.Requests.CountOf("/v2/measure", "getintradayactivity") > 8);
    }

    /// <summary>Turns the clock, with the periodic job each quarter of an hour.</summary>
    private static async Task LiveAsync(WorkWorld world, int days)
    {
        for (var quarter = 0; quarter < days * 96; quarter++)
        {
            world.Time.Advance(TimeSpan.FromMinutes(15));
            await world.PollAsync();
        }
    }
}
