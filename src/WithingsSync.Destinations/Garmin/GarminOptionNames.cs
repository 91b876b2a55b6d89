using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WithingsSync.Destinations.Garmin;

/// <summary>The options by the names they have in a settings file. Durations are seconds.</summary>
public static class GarminOptionNames
{
    private static readonly Dictionary<string, Func<GarminOptions, JsonNode, GarminOptions>> Setters = new(StringComparer.Ordinal)
    {
        ["ssoUrl"] = (o, v) => o with { SsoUrl = Address(v) },
        ["apiUrl"] = (o, v) => o with { ApiUrl = Address(v) },
        ["authUrl"] = (o, v) => o with { AuthUrl = Address(v) },
        ["ssoOrigin"] = (o, v) => o with { SsoOrigin = Text(v) },
        ["mobileClientId"] = (o, v) => o with { MobileClientId = Text(v) },
        ["mobileServiceUrl"] = (o, v) => o with { MobileServiceUrl = Text(v) },
        ["mobileUserAgent"] = (o, v) => o with { MobileUserAgent = Text(v) },
        ["portalClientId"] = (o, v) => o with { PortalClientId = Text(v) },
        ["portalServiceUrl"] = (o, v) => o with { PortalServiceUrl = Text(v) },
        ["browserUserAgent"] = (o, v) => o with { BrowserUserAgent = Text(v) },
        ["widgetServiceUrl"] = (o, v) => o with { WidgetServiceUrl = Text(v) },
        ["ticketClientId"] = (o, v) => o with { TicketClientId = Text(v) },
        ["ticketServiceUrl"] = (o, v) => o with { TicketServiceUrl = Text(v) },
        ["diClientIds"] = (o, v) => o with { DiClientIds = Texts(v) },
        ["diGrant"] = (o, v) => o with { DiGrant = Text(v) },
        ["nativeHeaders"] = (o, v) => o with { NativeHeaders = Headers(v) },
        ["mobileLoginPath"] = (o, v) => o with { MobileLoginPath = PathOf(v) },
        ["mobileCodePath"] = (o, v) => o with { MobileCodePath = PathOf(v) },
        ["portalPagePath"] = (o, v) => o with { PortalPagePath = PathOf(v) },
        ["portalLoginPath"] = (o, v) => o with { PortalLoginPath = PathOf(v) },
        ["portalCodePath"] = (o, v) => o with { PortalCodePath = PathOf(v) },
        ["tokenPath"] = (o, v) => o with { TokenPath = PathOf(v) },
        ["profilePath"] = (o, v) => o with { ProfilePath = PathOf(v) },
        ["uploadPath"] = (o, v) => o with { UploadPath = PathOf(v) },
        ["weightPath"] = (o, v) => o with { WeightPath = PathOf(v) },
        ["bloodPressurePath"] = (o, v) => o with { BloodPressurePath = PathOf(v) },
        ["bloodPressureNotes"] = (o, v) => o with { BloodPressureNotes = Text(v) },
        ["recordsPerFile"] = (o, v) => o with { RecordsPerFile = Count(v, 1, 1000) },
        ["widgetDelayShortest"] = (o, v) => o with { WidgetDelayShortest = Seconds(v) },
        ["widgetDelayLongest"] = (o, v) => o with { WidgetDelayLongest = Seconds(v) },
        ["portalDelayShortest"] = (o, v) => o with { PortalDelayShortest = Seconds(v) },
        ["portalDelayLongest"] = (o, v) => o with { PortalDelayLongest = Seconds(v) },
        ["requestTimeout"] = (o, v) => o with { RequestTimeout = Seconds(v, shortest: 1) },
        ["uploadTimeout"] = (o, v) => o with { UploadTimeout = Seconds(v, shortest: 1) },
        ["retries"] = (o, v) => o with { Retries = Count(v, 0, 10) },
        ["retryDelayShortest"] = (o, v) => o with { RetryDelayShortest = Seconds(v) },
        ["retryDelayLongest"] = (o, v) => o with { RetryDelayLongest = Seconds(v) },
        ["statusLooks"] = (o, v) => o with { StatusLooks = Count(v, 0, 60) },
        ["statusDelay"] = (o, v) => o with { StatusDelay = Seconds(v) },
        ["tokenMargin"] = (o, v) => o with { TokenMargin = Seconds(v) },
        ["refreshLife"] = (o, v) => o with { RefreshLife = Seconds(v) },
        ["refreshMargin"] = (o, v) => o with { RefreshMargin = Seconds(v) },
        ["cooldownShortest"] = (o, v) => o with { CooldownShortest = Seconds(v) },
        ["cooldownLongest"] = (o, v) => o with { CooldownLongest = Seconds(v) },
        ["apiPause"] = (o, v) => o with { ApiPause = Seconds(v) },
        ["codeLife"] = (o, v) => o with { CodeLife = Seconds(v) },
        ["codeTries"] = (o, v) => o with { CodeTries = Count(v, 1, 10) },
    };

    public static IEnumerable<string> All => Setters.Keys;

    /// <exception cref="FormatException">There is no such option, or its value is of the wrong sort; the message says which, in words.</exception>
    public static GarminOptions With(this GarminOptions options, string name, JsonNode? value)
    {
        if (!Setters.TryGetValue(name, out var set))
        {
            throw new FormatException("there is no such setting");
        }

        return value is null ? throw new FormatException("it must not be null") : set(options, value);
    }

    private static string Text(JsonNode value) =>
        value is JsonValue text && text.GetValueKind() == JsonValueKind.String && text.GetValue<string>() is { Length: > 0 } content && !content.Any(char.IsControl)
            ? content
            : throw new FormatException("it must be a text");

    private static string PathOf(JsonNode value) => Text(value) is ['/', ..] path ? path : throw new FormatException("it must be a path that begins with /");

    private static Uri Address(JsonNode value) =>
        Uri.TryCreate(Text(value), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new FormatException("it must be an http(s) address");

    private static List<string> Texts(JsonNode value) =>
        value is JsonArray { Count: > 0 } list ? [.. list.Select(item => Text(item ?? ""))] : throw new FormatException("it must be a list of texts");

    private static Dictionary<string, string> Headers(JsonNode value) =>
        value is JsonObject headers
            ? headers.ToDictionary(pair => pair.Key, pair => Text(pair.Value ?? ""), StringComparer.Ordinal)
            : throw new FormatException("it must be an object of texts");

    private static int Count(JsonNode value, int smallest, int largest) =>
        Number(value) is { } number && number == Math.Floor(number) && number >= smallest && number <= largest
            ? (int)number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"it must be a whole number from {smallest} to {largest}"));

    private static TimeSpan Seconds(JsonNode value, double shortest = 0) =>
        Number(value) is { } number && number >= shortest && number <= 1_000_000
            ? TimeSpan.FromSeconds(number)
            : throw new FormatException("it must be a number of seconds");

    private static double? Number(JsonNode value) =>
        value is JsonValue number && number.GetValueKind() == JsonValueKind.Number && number.TryGetValue(out double content) ? content : null;
}
