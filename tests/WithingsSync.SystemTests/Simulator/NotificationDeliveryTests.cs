using WithingsSync.Simulator;
using WithingsSync.Simulator.Bodies;
using WithingsSync.Simulator.Notifications;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Simulator;

/// <summary>What is posted to callbacks, when, and how often: sections 9.3 to 9.5 of the reference.</summary>
public sealed class NotificationDeliveryTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly ManualTime _time = new();
    private SimulatedService _service = null!;
    private CallbackListener _listener = null!;

    private SimulatedWorld World => _service.Host.World;

    public async ValueTask InitializeAsync()
    {
        _listener = await CallbackListener.StartAsync();
        _service = await ServiceAsync(generates: false);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _listener.DisposeAsync();
    }

    [Fact]
    public async Task Each_reading_is_told_once_with_its_category_and_times()
    {
        await SubscribeAsync(1, 2, 4, 16, 44, 54);
        var now = _time.GetUtcNow();
        var (id, at) = (World.People[0].UserId, now.ToUnixTimeSeconds());

        World.Weigh("demo", 75.35m, 20.5m);
        World.TakeBloodPressure("demo", 121, 78, 61);
        World.AddGroup("demo", [new Measure(71, 368, -1)], now.AddDays(-2));
        World.MoveDay("demo", new(2026, 11, 20), 500);
        World.AddNight("demo", now.AddHours(-9), now.AddHours(-1));
        World.AddEcg("demo");
        await World.SettleNotificationsAsync();

        Assert.Equal(
            [
                $"userid={id}&appli=1&startdate={at}&enddate={at + 1}",
                $"userid={id}&appli=16&date=2026-11-20",
                $"userid={id}&appli=2&startdate={at - 172_800}&enddate={at - 172_799}",
                $"userid={id}&appli=4&startdate={at}&enddate={at + 1}",
                $"userid={id}&appli=44&startdate={at - 32_400}&enddate={at - 3_600}",
                $"userid={id}&appli=54&startdate={at}&enddate={at + 1}",
            ],
            _listener.Bodies);
        Assert.All(_listener.Posts, p => Assert.Equal("application/x-www-form-urlencoded", p.Type));
        Assert.All(World.Notifications, n => Assert.Equal((NotificationStatus.Delivered, 1), (n.Status, n.Tries.Count)));
    }

    [Fact]
    public async Task An_edit_a_deletion_and_a_workout_are_told_too_but_nobody_else_hears_of_it()
    {
        await SubscribeAsync(1, 16);
        var group = World.Weigh("demo", 75m);
        var workout = World.AddWorkout("demo", 2, _time.GetUtcNow() - Hour, _time.GetUtcNow());
        World.EditGroup("demo", group.Id, date: _time.GetUtcNow() - Hour);
        World.DeleteGroup("demo", group.Id);
        World.DeleteWorkout("demo", workout.Id);
        World.Weigh("ana", 60m);
        World.TakeBloodPressure("demo", 121, 78, 61);

        await World.SettleNotificationsAsync();

        Assert.Equal([1, 16, 1, 1, 16], World.Notifications.Select(n => n.Appli));
        Assert.Equal(group.Date - 3_600, long.Parse(World.Notifications[2].Fields[2].Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.All(World.Notifications, n => Assert.Equal(World.People[0].UserId, n.UserId));
    }

    [Fact]
    public async Task A_callback_that_fails_is_tried_ten_times_in_five_rounds_and_then_never_again()
    {
        await SubscribeAsync(1);
        _listener.Answering = () => Task.FromResult(500);
        var start = World.UtcNow;
        World.Weigh("demo", 75m);

        await World.AdvanceAsync(Hour * 24);

        var dropped = Assert.Single(World.Notifications);
        Assert.Equal((NotificationStatus.Dropped, 10), (dropped.Status, _listener.Posts.Count));
        var waits = dropped.Tries.Select(t => (t.At - start).TotalSeconds).ToList();
        Assert.Equal(waits.Where((_, i) => i % 2 == 0), waits.Where((_, i) => i % 2 == 1));
        Assert.Equal(0, waits[0]);
        Assert.InRange(waits[2], 10, 11);
        Assert.InRange(waits[4], 60, 66);
        Assert.InRange(waits[6], 3_600, 3_960);
        Assert.InRange(waits[8], 14_400, 15_840);
        Assert.Equal((5, 1), (World.Subscriptions[0].ConsecutiveFailures, World.Subscriptions[0].Warnings));
        Assert.Equal(start + (Hour * 24), World.UtcNow);
    }

    [Fact]
    public async Task A_clock_that_is_turned_from_outside_brings_the_next_round_as_well()
    {
        await SubscribeAsync(1);
        _listener.Answering = () => Task.FromResult(_listener.Posts.Count < 3 ? 503 : 302);
        World.Weigh("demo", 75m);
        await World.SettleNotificationsAsync();
        Assert.Equal(NotificationStatus.Waiting, World.Notifications[0].Status);

        _time.Advance(TimeSpan.FromSeconds(12));
        await World.SettleNotificationsAsync();

        Assert.Equal((NotificationStatus.Delivered, 3), (World.Notifications[0].Status, World.Notifications[0].Tries.Count));
        Assert.Equal((0, null), (World.Subscriptions[0].ConsecutiveFailures, World.Subscriptions[0].FailingSince));
    }

    [Fact]
    public async Task After_twenty_days_of_failures_the_subscription_is_gone_and_four_mails_were_sent()
    {
        await SubscribeAsync(1);
        _listener.Answering = () => Task.FromResult(404);
        for (var day = 0; day < 20; day++)
        {
            World.Weigh("demo", 75m);
            await World.AdvanceAsync(TimeSpan.FromDays(1));
        }

        Assert.Equal((100, 4), (World.Subscriptions[0].ConsecutiveFailures, World.Subscriptions[0].Warnings));
        World.Weigh("demo", 75m);
        await World.SettleNotificationsAsync();
        Assert.Empty(World.Subscriptions);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_a_failure_and_the_world_goes_on_meanwhile()
    {
        await SubscribeAsync(1);
        var hung = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        _listener.Answering = () => _listener.Posts.Count == 1 ? hung.Task : Task.FromResult(200);
        World.NotificationManners.Timeout = TimeSpan.FromMilliseconds(200);

        World.Weigh("demo", 75m);
        await _service.BodyAsync("measure", "getmeas");
        await World.SettleNotificationsAsync();

        Assert.Equal([null, 200], World.Notifications.Single().Tries.Select(t => t.HttpStatus));
        hung.SetResult(200);
    }

    [Fact]
    public async Task Notifications_may_come_twice_late_out_of_order_as_JSON_or_not_at_all()
    {
        await SubscribeAsync(1);
        var manners = World.NotificationManners;
        manners.Copies = 2;
        manners.SendsJson = true;
        World.Weigh("demo", 75m);
        await World.SettleNotificationsAsync();
        Assert.Equal(2, _listener.Posts.Count(p => p.Type.StartsWith("application/json", StringComparison.Ordinal) && p.Body.Contains("\"appli\":\"1\"", StringComparison.Ordinal)));

        (manners.Copies, manners.SendsJson, manners.Loses) = (1, false, true);
        World.Weigh("demo", 75m);
        await World.AdvanceAsync(Hour);
        Assert.Equal((2, NotificationStatus.Lost), (_listener.Posts.Count, World.Notifications[^1].Status));

        (manners.Loses, manners.Delay) = (false, TimeSpan.FromMinutes(1));
        World.Weigh("demo", 75m);
        await World.AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.Equal(2, _listener.Posts.Count);
        await World.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(3, _listener.Posts.Count);

        (manners.Delay, manners.Disorders) = (TimeSpan.Zero, true);
        World.Weigh("demo", 75m);
        World.Weigh("demo", 76m);
        await World.AdvanceAsync(TimeSpan.FromMinutes(1));
        var both = World.Notifications.TakeLast(2).ToList();
        Assert.Equal(TimeSpan.FromSeconds(30), (both[0].Tries[0].At - both[1].Tries[0].At).Duration());
    }

    [Fact]
    public async Task A_subscription_can_vanish_and_a_person_can_leave()
    {
        await SubscribeAsync(1, 44, 46);
        await World.NotifyAsync("demo", 46, new KeyValuePair<string, string>("action", "update"));
        Assert.Equal(1, World.DropSubscription("demo", 44));
        await World.NotifyAsync("demo", 44);
        Assert.Equal($"userid={World.People[0].UserId}&appli=46&action=update", Assert.Single(_listener.Bodies));

        await World.UnlinkAsync("demo");

        Assert.Contains(_listener.Bodies, b => b.EndsWith("&appli=46&action=unlink", StringComparison.Ordinal));
        Assert.Empty(World.Subscriptions);
        Assert.Equal(401, SimulatedService.Status(await _service.CallAsync("measure", "getmeas")));
        Assert.Equal(503, SimulatedService.Status(await _service.RefreshAsync(_service.Refresh)));
    }

    [Fact]
    public async Task What_waits_for_a_subscription_that_ended_is_not_sent()
    {
        await SubscribeAsync(1);
        _listener.Answering = () => Task.FromResult(500);
        World.Weigh("demo", 75m);
        await World.SettleNotificationsAsync();
        await _service.BodyAsync("notify", "revoke", ("callbackurl", _listener.Url), ("appli", "1"));

        await World.AdvanceAsync(Hour);

        Assert.Equal((NotificationStatus.Cancelled, 2), (World.Notifications[0].Status, _listener.Posts.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_time_brings_is_told_when_it_can_be_read(bool byTimers)
    {
        await _service.DisposeAsync();
        _service = await ServiceAsync(generates: true);
        await SubscribeAsync(1, 2, 4, 16, 44, 54, 61);
        var (before, from) = (World.TruthOf("demo"), World.UtcNow.ToUnixTimeSeconds());

        for (var i = 0; i < 72; i++)
        {
            if (byTimers)
            {
                _time.Advance(Hour);
                await World.SettleNotificationsAsync();
            }
            else
            {
                await World.AdvanceAsync(Hour);
            }
        }

        var after = World.TruthOf("demo");
        Assert.All(World.Notifications, n => Assert.Equal(NotificationStatus.Delivered, n.Status));
        Assert.All(after.Groups.Where(g => g.Modified > from), group => Assert.Contains(World.Notifications, n =>
            n.Fields.Any(f => f.Key == "startdate" && f.Value == $"{group.Date}") && n.Created.ToUnixTimeSeconds() == group.Modified));
        Assert.All(after.Nights.Where(n => n.Created > from), night => Assert.Contains(World.Notifications, n => n.Appli == 44 && n.Fields.Any(f => f.Value == $"{night.Start}")));
        Assert.True(after.Nights.Count > before.Nights.Count);
        Assert.InRange(World.Notifications.Count(n => n.Appli == 16), 30, 3 * 96);
        Assert.Contains(World.Notifications, n => n.Appli == 16 && n.Fields[^1].Value == "2026-11-22");
    }

    [Fact]
    public async Task Subscriptions_outlive_the_process_that_took_them()
    {
        var folder = Directory.CreateTempSubdirectory("world").FullName;
        try
        {
            await _service.DisposeAsync();
            _service = await ServiceAsync(generates: false, folder);
            await SubscribeAsync(1, 44);
            World.AddNight("demo", _time.GetUtcNow() - (Hour * 8), _time.GetUtcNow());
            World.MoveDay("demo", new(2026, 11, 20), 300);
            await World.SettleNotificationsAsync();
            var truth = World.TruthOf("demo");
            await _service.DisposeAsync();

            _service = await SimulatedService.OfAsync(new() { GeneratesReadings = false, DataFolder = folder, Time = _time, HistoryDays = 3 });
            World.Weigh("demo", 75m);
            await World.SettleNotificationsAsync();

            Assert.Equal(2, _listener.Posts.Count);
            Assert.Equal(truth.Nights[0].Segments, World.TruthOf("demo").Nights[0].Segments);
            Assert.Equal(truth.Intraday, World.TruthOf("demo").Intraday);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Task<SimulatedService> ServiceAsync(bool generates, string? folder = null) => SimulatedService.OfAsync(new()
    {
        People = 2,
        HistoryDays = 10,
        AutoConsent = true,
        Time = _time,
        RequestsPerMinute = null,
        RefuseRepeats = false,
        GeneratesReadings = generates,
        DataFolder = folder,
    });

    private async Task SubscribeAsync(params int[] categories)
    {
        await _service.ConnectAsync();
        foreach (var appli in categories)
        {
            await _service.BodyAsync("notify", "subscribe", ("callbackurl", _listener.Url), ("appli", $"{appli}"));
        }
    }
}
