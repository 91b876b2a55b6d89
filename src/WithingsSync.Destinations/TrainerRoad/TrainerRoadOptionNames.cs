using System.Text.Json;
using System.Text.Json.Nodes;

namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>The options by the names they have in a settings file. Durations are seconds.</summary>
public static class TrainerRoadOptionNames
{
    private static readonly Dictionary<string, Func<TrainerRoadOptions, JsonNode, TrainerRoadOptions>> Setters = new(StringComparer.Ordinal)
    {
        ["url"] = (o, v) => o with { Url = Address(v) },
        ["loginPath"] = (o, v) => o with { LoginPath = PathOf(v) },
        ["riderPath"] = (o, v) => o with { RiderPath = PathOf(v) },
        ["riderPage"] = (o, v) => o with { RiderPage = PathOf(v) },
        ["cookieName"] = (o, v) => o with { CookieName = CookieName(v) },
        ["userAgent"] = (o, v) => o with { UserAgent = Text(v) },
        ["sessionLifetime"] = (o, v) => o with { SessionLifetime = Seconds(v) },
        ["requestTimeout"] = (o, v) => o with { RequestTimeout = Seconds(v) },
        ["throttleWait"] = (o, v) => o with { ThrottleWait = Seconds(v) },
        ["blockedWait"] = (o, v) => o with { BlockedWait = Seconds(v) },
        ["readBackWait"] = (o, v) => o with { ReadBackWait = Seconds(v) },
    };

    public static IEnumerable<string> All => Setters.Keys;

    /// <exception cref="FormatException">There is no such option, or its value is of the wrong sort; the message says which, in words.</exception>
    public static TrainerRoadOptions With(this TrainerRoadOptions options, string name, JsonNode? value) =>
        !Setters.TryGetValue(name, out var set) ? throw new FormatException("there is no such setting")
        : value is null ? throw new FormatException("it must not be null")
        : set(options, value);

    private static string Text(JsonNode value) =>
        value is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.GetValue<string>() is { Length: > 0 } content && !content.Any(char.IsControl)
            ? content
            : throw new FormatException("it must be a text");

    private static string PathOf(JsonNode value) => Text(value) is ['/', ..] path ? path : throw new FormatException("it must be a path that begins with /");

    private static string CookieName(JsonNode value) =>
        Text(value) is var name && TrainerRoadSession.IsCookie(name) && !name.Contains('=', StringComparison.Ordinal) ? name : throw new FormatException("it must be the name of a cookie");

    private static Uri Address(JsonNode value) =>
        Uri.TryCreate(Text(value), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new FormatException("it must be an http(s) address");

    private static TimeSpan Seconds(JsonNode value) =>
        value is JsonValue number && number.GetValueKind() == JsonValueKind.Number && number.TryGetValue(out double seconds) && seconds is >= 1 and <= 10_000_000
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException("it must be a number of seconds");
}
