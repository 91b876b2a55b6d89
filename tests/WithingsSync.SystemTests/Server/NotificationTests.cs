using System.Net;
using System.Text;
using WithingsSync.Server.Notifications;
using WithingsSync.Storage.Server;
using WithingsSync.Testing;
using Xunit;

namespace WithingsSync.SystemTests.Server;

/// <summary>The webhook: stored before it is acknowledged, and nothing that anybody sends upsets it.</summary>
public sealed class NotificationTests
{
    /// <summary>How many may wait to be stored before the store's pace was measured.</summary>
    private const int LeastCapacity = 256;

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_notification_is_stored_when_it_is_acknowledged(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);

        using var answer = await world.NotifyAsync("userid=12345&appli=1&startdate=1530576000&enddate=1530698753&unheard_of=1");
        using var activity = await world.NotifyAsync("userid=12345&appli=16&date=2026-11-18");
        using var profile = await world.NotifyAsync("userid=77&appli=46&action=unlink");
        var store = world.Get<NotificationStore>();
        var waiting = await store.ListWaitingAsync("12345", default);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], new[] { answer, activity, profile }.Select(one => one.StatusCode));
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
        Assert.Equal(["12345", "77"], (await store.ListWaitingUsersAsync(default)).Order(StringComparer.Ordinal));
        Assert.Equal((1, 1530576000, 1530698753), (waiting[0].Appli!.Value, waiting[0].StartAt!.Value.ToUnixTimeSeconds(), waiting[0].EndAt!.Value.ToUnixTimeSeconds()));
        Assert.Equal((16, "2026-11-18"), (waiting[1].Appli!.Value, waiting[1].Date));
        Assert.Equal("unlink", (await store.ListWaitingAsync("77", default))[0].Action);
        Assert.True(world.Get<NotificationInbox>().Stored.TryRead(out var first));
        Assert.Equal("12345", first);
    }

    [Fact]
    public async Task What_was_handled_no_longer_waits()
    {
        await using var world = await ServerWorld.StartAsync();
        using var answer = await world.NotifyAsync("userid=12345&appli=1");
        var store = world.Get<NotificationStore>();
        var waiting = await store.ListWaitingAsync("12345", default);

        await store.MarkHandledAsync([waiting[0].Id], "pulled", world.Time.GetUtcNow(), default);

        Assert.Empty(await store.ListWaitingUsersAsync(default));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("HEAD", "")]
    [InlineData("POST", "")]
    [InlineData("GET", "?token=" + ServerWorld.WebhookSecret)]
    [InlineData("HEAD", "?token=" + ServerWorld.WebhookSecret)]
    [InlineData("POST", "?token=" + ServerWorld.WebhookSecret)]
    public async Task Every_way_in_which_Withings_probes_is_answered(string method, string query)
    {
        await using var world = await ServerWorld.StartAsync();

        using var answer = await world.SendAsync(new(method), ServerWorld.Webhook + query);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await world.Get<NotificationStore>().ListWaitingUsersAsync(default));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    [InlineData(ServerWorld.WebhookSecret + "&token=again")]
    public async Task A_stranger_hears_the_same_and_leaves_nothing(string? secret)
    {
        await using var world = await ServerWorld.StartAsync();

        for (var time = 0; time < 3; time++)
        {
            using var answer = await world.NotifyAsync("userid=12345&appli=1", secret);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Empty(await world.Get<NotificationStore>().ListWaitingUsersAsync(default));
        Assert.Equal(3, world.Get<Strangers>().Count);
        Assert.Single(world.Log.Text.Split('\n'), line => line.Contains("without the right secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"userid":12345,"appli":1}""", "application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("userid=12345&appli=1", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("appli=1", "application/x-www-form-urlencoded", HttpStatusCode.OK)]
    [InlineData("userid=&appli=1", "application/x-www-form-urlencoded", HttpStatusCode.OK)]
    [InlineData("userid=a%00b&appli=1", "application/x-www-form-urlencoded", HttpStatusCode.OK)]
    [InlineData("userid=%ff%fe%ed%a0%80&appli=1", "application/x-www-form-urlencoded", HttpStatusCode.OK)]
    [InlineData("userid=1;drop table people&appli=1", "application/x-www-form-urlencoded", HttpStatusCode.OK)]
    [InlineData("userid=1&userid=2&appli=1", "application/x-www-form-urlencoded", HttpStatusCode.OK)]
    [InlineData("&&&===%%%", "application/x-www-form-urlencoded", HttpStatusCode.OK)]
    public async Task What_names_nobody_is_not_stored(string body, string type, HttpStatusCode status)
    {
        await using var world = await ServerWorld.StartAsync();

        using var answer = await world.NotifyAsync(body, type: type);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
        Assert.Empty(await world.Get<NotificationStore>().ListWaitingUsersAsync(default));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task Fields_that_are_not_what_they_should_be_are_left_out(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);

        using var answer = await world.NotifyAsync(
            "userid=12345&appli=99999999999999999999&startdate=-1&enddate=9223372036854775807&date=%00%00&action=un+link&deviceid=" + new string('x', 500));
        var stored = Assert.Single(await world.Get<NotificationStore>().ListWaitingAsync("12345", default));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((null, null, null, null, null, null), (stored.Appli, stored.StartAt, stored.EndAt, stored.Date, stored.Action, stored.DeviceId));
    }

    [Theory]
    [InlineData(8192, HttpStatusCode.OK)]
    [InlineData(8193, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(200_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_has_at_most_eight_kilobytes(int length, HttpStatusCode status)
    {
        await using var world = await ServerWorld.StartAsync();

        using var answer = await world.NotifyAsync("userid=12345&appli=1&padding=".PadRight(length, 'x'));

        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_crowd_at_the_door_is_stored_whole(StoreKind kind)
    {
        await using var world = await ServerWorld.StartAsync(kind);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async at =>
        {
            using var answer = await world.NotifyAsync($"userid={at % 20}&appli=1&startdate={at}");
            return answer.StatusCode;
        }));
        var stored = 0;
        foreach (var user in await world.Get<NotificationStore>().ListWaitingUsersAsync(default))
        {
            stored += (await world.Get<NotificationStore>().ListWaitingAsync(user, default)).Count;
        }

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(200, stored);
    }

    [Fact]
    public async Task More_than_can_be_stored_in_two_seconds_is_refused_at_once_and_the_rest_is_stored()
    {
        const int Crowd = 400;
        await using var world = await ServerWorld.StartAsync(time: new ManualTime());
        using var release = new ManualResetEventSlim();
        var busy = Task.Run(() => world.Get<ServerDatabase>().Sessions.WriteAsync(
            _ =>
            {
                release.Wait();
                return true;
            },
            default));
        var refused = 0;
        var first = new TaskCompletionSource();
        var sent = Enumerable.Range(0, Crowd).Select(async at =>
        {
            using var answer = await world.NotifyAsync($"userid={at}&appli=1");
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && Interlocked.Increment(ref refused) == Crowd - LeastCapacity)
            {
                first.SetResult();
            }

            return answer.StatusCode;
        }).ToList();

        // No time passes: who is refused now was not kept waiting.
        await first.Task.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken);
        release.Set();
        await busy;
        var answers = await Task.WhenAll(sent);

        Assert.Equal(LeastCapacity, answers.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(LeastCapacity, (await world.Get<NotificationStore>().ListWaitingUsersAsync(default)).Count);
    }

    [Fact]
    public async Task Two_thousand_rude_bodies_never_make_it_fail()
    {
        await using var world = await ServerWorld.StartAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
        {
            var random = new Random(number);
            var bytes = new byte[random.Next(1, 400)];
            random.NextBytes(bytes);
            var body = number % 2 == 0 ? Encoding.Latin1.GetString(bytes) : $"userid={Uri.EscapeDataString(Encoding.Latin1.GetString(bytes))}&appli={random.NextInt64()}";

            using var answer = await world.NotifyAsync(body, number % 7 == 0 ? "guess" : ServerWorld.WebhookSecret, number % 5 == 0 ? "application/json" : "application/x-www-form-urlencoded");

            Assert.True((int)answer.StatusCode < 500, $"{(int)answer.StatusCode} to body {number}");
        });
    }
}
