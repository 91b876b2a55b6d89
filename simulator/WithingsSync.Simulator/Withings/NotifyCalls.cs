using System.Text.Json;
using WithingsSync.Simulator.Notifications;
using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator.Withings;

/// <summary><c>/notify</c>: sections 9.1 and 9.2. The callback was asked for HEAD before one of these is answered.</summary>
internal static class NotifyCalls
{
    private const int LongestComment = 255;
    private const long Never = 2_147_483_647;

    /// <summary>Each of them needs one of the four scopes; those about a category, that of the category.</summary>
    public static readonly string[] Scopes = ["user.metrics", "user.activity", "user.info", "user.sleepevents"];

    public static bool IsUnclaimedDevice(string path, Parameters asked) => path == "/notify" && asked["action"] == "subscribe" && asked["appli"] == "53";

    /// <summary>The address that a call wants notifications at from now on, if it is one that may be subscribed.</summary>
    public static Uri? NewAddress(string path, Parameters asked, Application application)
    {
        var address = path != "/notify" ? null : asked["action"] switch
        {
            "subscribe" => asked["callbackurl"],
            "update" => asked["new_callbackurl"],
            _ => null,
        };
        return address is not null && CallbackRules.Allows(application, address) ? new(address) : null;
    }

    public static void Subscribe(Call call, Utf8JsonWriter body)
    {
        if (Signatures.AreIn(call.Parameters))
        {
            // Section 3.3: "do not send signature and nonce together with the access token". SIM: the text.
            throw RefusedException.InvalidParams("signature and access token");
        }

        Subscribe(call.World, call.Grant.ClientId, call.Grant.UserId, Category(call, "appli"), call.Parameters, call.CallbackAnswers);
    }

    /// <summary>Category 53: devices that are nobody's, signed instead of with a bearer, once for the application.</summary>
    public static void SubscribeUnclaimed(SimulatedWorld world, string clientId, Parameters asked, bool callbackAnswers) =>
        Subscribe(world, clientId, 0, Categories.UnclaimedDevice, asked, callbackAnswers);

    public static void Get(Call call, Utf8JsonWriter body)
    {
        var subscription = Find(call, Category(call, "appli", Categories.Weight)) ?? throw RefusedException.NoSuchSubscription(286);
        body.WriteNumber("appli", subscription.Appli);
        body.WriteString("callbackurl", subscription.CallbackUrl);
        body.WriteString("comment", subscription.Comment);
    }

    public static void List(Call call, Utf8JsonWriter body)
    {
        var appli = call.Parameters.Number("appli");
        body.WriteStartArray("profiles");
        foreach (var subscription in Own(call).Where(s => appli is null || s.Appli == appli).OrderBy(s => s.Appli).ThenBy(s => s.CallbackUrl, StringComparer.Ordinal))
        {
            body.WriteStartObject();
            body.WriteNumber("appli", subscription.Appli);
            body.WriteString("callbackurl", subscription.CallbackUrl);
            body.WriteNumber("expires", Never);
            body.WriteString("comment", subscription.Comment);
            body.WriteEndObject();
        }

        body.WriteEndArray();
    }

    public static void Update(Call call, Utf8JsonWriter body)
    {
        var asked = call.Parameters;
        var (address, appli, comment) = (asked["new_callbackurl"], asked["new_appli"], asked["comment"]);
        var before = Category(call, "appli");
        asked.Required("callbackurl");
        if (new[] { address, appli, comment }.Count(given => given is not null) != 1)
        {
            throw RefusedException.InvalidParams("exactly one of new_callbackurl, new_appli, comment");
        }

        // SIM: section 10 has 286 for get and 294 for revoke; nobody tells what an update of none is.
        var subscription = Find(call, before) ?? throw RefusedException.NoSuchSubscription(286);
        var after = subscription with
        {
            Appli = appli is null ? subscription.Appli : Category(call, "new_appli"),
            CallbackUrl = address ?? subscription.CallbackUrl,
            Comment = comment is null ? subscription.Comment : Checked(comment),
        };
        if (address is not null && !call.CallbackAnswers)
        {
            throw RefusedException.UnreachableCallback();
        }

        call.World.Subscribed.Remove(subscription);
        call.World.Subscribed.Put(after with { ConsecutiveFailures = 0, FailingSince = null, Warnings = 0 });
        call.World.Save();
    }

    /// <summary>SIM: section 9.1 contradicts itself; without a category it ends all of that address.</summary>
    public static void Revoke(Call call, Utf8JsonWriter body)
    {
        var (appli, address) = (call.Parameters.Number("appli"), call.Parameters.Required("callbackurl"));
        var ended = Own(call).Where(s => s.CallbackUrl == address && (appli is null || s.Appli == appli)).ToList();
        if (ended.Count == 0)
        {
            throw RefusedException.NoSuchSubscription(294);
        }

        ended.ForEach(call.World.Subscribed.Remove);
        call.World.Save();
    }

    private static void Subscribe(SimulatedWorld world, string clientId, long userId, int appli, Parameters asked, bool callbackAnswers)
    {
        var address = asked.Required("callbackurl");
        var comment = Checked(asked["comment"]);
        if (!callbackAnswers)
        {
            throw RefusedException.UnreachableCallback();
        }

        var before = world.Subscribed.Find(clientId, userId, appli, address);
        if (before is null && world.Subscribed.Of(clientId, userId).Count >= SubscriptionBook.MostOfOnePerson)
        {
            throw new RefusedException(305, "Too many notifications subscribed");
        }

        world.Subscribed.Put(before is null ? new(clientId, userId, appli, address) { Comment = comment } : before with { Comment = comment ?? before.Comment });
        world.Courier.Follow(userId);
        world.Save();
    }

    private static List<Subscription> Own(Call call) => call.World.Subscribed.Of(call.Grant.ClientId, call.Grant.UserId);

    private static Subscription? Find(Call call, int appli) =>
        call.World.Subscribed.Find(call.Grant.ClientId, call.Grant.UserId, appli, call.Parameters.Required("callbackurl"));

    private static int Category(Call call, string name, int? otherwise = null)
    {
        var appli = call.Parameters.Number(name) ?? otherwise ?? throw RefusedException.MissingParams();
        var scope = Categories.ScopeOf((int)appli) ?? throw RefusedException.InvalidParams($"invalid {name}");
        return call.Grant.Scope.Split(',').Contains(scope, StringComparer.Ordinal) ? (int)appli : throw RefusedException.InsufficientScope();
    }

    private static string? Checked(string? comment) =>
        comment is not { Length: > LongestComment } ? comment : throw new RefusedException(304, "The comment is too long");
}
