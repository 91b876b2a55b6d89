using System.Text.Json;
using WithingsSync.Simulator.Notifications;

namespace WithingsSync.Simulator.Control;

/// <summary>Subscriptions and notifications over HTTP. The query of a callback address is a secret of its application and is not shown.</summary>
internal static class NotificationControls
{
    public static void Add(SimulatedWorld world, Action<string, string, string, Func<ControlCall, object?>> add)
    {
        add("GET", "/simulator/subscriptions", "who is told of what, and how it goes", _ => world.Subscriptions.Select(Shown));
        add("DELETE", "/simulator/people/{person}/subscriptions", "all of them disappear without a word", c => new { dropped = world.DropSubscription(c.Person) });
        add("DELETE", "/simulator/people/{person}/subscriptions/{id}", "that category disappears without a word", c => new { dropped = world.DropSubscription(c.Person, (int)c.Id) });
        add("GET", "/simulator/notifications", "what was sent, and what became of it", _ => world.Notifications.Select(Shown));
        add("DELETE", "/simulator/notifications", "forget them", _ =>
        {
            world.ClearNotifications();
            return Task.CompletedTask;
        });
        add("POST", "/simulator/notifications/settle", "wait until all that are due have been tried", _ => world.SettleNotificationsAsync());
        add("GET", "/simulator/notifications/settings", "switches", _ => Settings(world.NotificationManners));
        add("POST", "/simulator/notifications/settings", "{copies?, loses?, delaySeconds?, disorders?, sendsJson?, timeoutSeconds?}", c => Set(world.NotificationManners, c));
        add("POST", "/simulator/people/{person}/notify", "{appli, fields?: {startdate: …}}: send one by hand", c => world.NotifyAsync(c.Person, c.Required("appli").GetInt32(), c.Texts("fields")));
        add("POST", "/simulator/people/{person}/unlink", "{deletesAccount?}: the person disconnects; category 46 is told", c => world.UnlinkAsync(c.Person, c.Flag("deletesAccount") ?? false));
    }

    private static object Set(NotificationManners manners, ControlCall call)
    {
        manners.Copies = call.Int("copies") ?? manners.Copies;
        manners.Loses = call.Flag("loses") ?? manners.Loses;
        manners.Disorders = call.Flag("disorders") ?? manners.Disorders;
        manners.SendsJson = call.Flag("sendsJson") ?? manners.SendsJson;
        manners.Delay = Seconds(call, "delaySeconds") ?? manners.Delay;
        manners.Timeout = Seconds(call, "timeoutSeconds") ?? manners.Timeout;
        return Settings(manners);
    }

    private static TimeSpan? Seconds(ControlCall call, string name) => call.Decimal(name) switch
    {
        null => null,
        < 0 => throw new JsonException($"{name} must not be negative."),
        { } seconds => TimeSpan.FromSeconds((double)seconds),
    };

    private static object Settings(NotificationManners manners) => new
    {
        manners.Copies,
        manners.Loses,
        DelaySeconds = manners.Delay.TotalSeconds,
        manners.Disorders,
        manners.SendsJson,
        TimeoutSeconds = manners.Timeout.TotalSeconds,
    };

    private static object Shown(SentNotification sent) =>
        new { sent.Id, sent.Created, sent.Status, Fields = sent.Fields.ToDictionary(f => f.Key, f => f.Value), sent.Tries, Callback = Address(sent.Subscription) };

    private static object Shown(Subscription subscription) => new
    {
        subscription.ClientId,
        subscription.UserId,
        subscription.Appli,
        Callback = Address(subscription),
        subscription.ConsecutiveFailures,
        subscription.FailingSince,
        subscription.Warnings,
    };

    private static string Address(Subscription subscription) => new Uri(subscription.CallbackUrl).GetLeftPart(UriPartial.Path);
}
