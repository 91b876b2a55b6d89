using System.Globalization;
using System.Text.Json.Nodes;

namespace WithingsSync.Destinations.Garmin;

/// <summary>The notes on signing in at Garmin as JSON; what is missing or damaged was never noted.</summary>
public static class GarminNotesText
{
    public static GarminNotes Read(JsonObject? json) => json is null ? GarminNotes.None : new()
    {
        SignInNotBefore = JsonMembers.Moment(json, "sign_in_not_before"),
        WasThrottled = JsonMembers.Text(json, "was_throttled") == "yes",
        Cooldowns = int.TryParse(JsonMembers.Text(json, "cooldowns"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0,
        ApiNotBefore = JsonMembers.Moment(json, "api_not_before"),
        RefusedCredentials = JsonMembers.Text(json, "refused_credentials"),
        RefusedBecause = JsonMembers.Text(json, "refused_because"),
        RefusedRefresh = JsonMembers.Text(json, "refused_refresh"),
        Pending = json["pending"] is JsonObject pending ? ReadPending(pending) : null,
    };

    public static JsonObject Write(GarminNotes notes)
    {
        var json = new JsonObject();
        Add(json, "sign_in_not_before", notes.SignInNotBefore?.ToUnixTimeSeconds());
        Add(json, "was_throttled", notes.WasThrottled ? "yes" : null);
        Add(json, "cooldowns", notes.Cooldowns > 0 ? notes.Cooldowns : null);
        Add(json, "api_not_before", notes.ApiNotBefore?.ToUnixTimeSeconds());
        Add(json, "refused_credentials", notes.RefusedCredentials);
        Add(json, "refused_because", notes.RefusedBecause);
        Add(json, "refused_refresh", notes.RefusedRefresh);
        Add(json, "pending", notes.Pending is { } pending ? WritePending(pending) : null);
        return json;
    }

    private static PendingSignIn? ReadPending(JsonObject json)
    {
        if (JsonMembers.Text(json, "strategy") is not { } strategy || JsonMembers.Text(json, "login") is not { } login)
        {
            return null;
        }

        var cookies = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, _) in json["cookies"] as JsonObject ?? [])
        {
            cookies[name] = JsonMembers.Text((JsonObject)json["cookies"]!, name) ?? "";
        }

        return new(strategy, login, JsonMembers.Text(json, "method") ?? "email", cookies)
        {
            SentTo = JsonMembers.Text(json, "sent_to"),
            Csrf = JsonMembers.Text(json, "csrf"),
            ValidUntil = JsonMembers.Moment(json, "valid_until") ?? DateTimeOffset.UnixEpoch,
            Tries = int.TryParse(JsonMembers.Text(json, "tries"), NumberStyles.None, CultureInfo.InvariantCulture, out var tries) ? tries : 0,
        };
    }

    private static JsonObject WritePending(PendingSignIn pending)
    {
        var cookies = new JsonObject();
        foreach (var (name, value) in pending.Cookies)
        {
            cookies[name] = value;
        }

        var json = new JsonObject
        {
            ["strategy"] = pending.Strategy,
            ["login"] = pending.Login,
            ["method"] = pending.Method,
            ["cookies"] = cookies,
            ["valid_until"] = pending.ValidUntil.ToUnixTimeSeconds(),
            ["tries"] = pending.Tries,
        };
        Add(json, "sent_to", pending.SentTo);
        Add(json, "csrf", pending.Csrf);
        return json;
    }

    private static void Add(JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }
}
