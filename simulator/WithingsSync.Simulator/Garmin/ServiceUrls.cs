namespace WithingsSync.Simulator.Garmin;

/// <summary>The names of services in queries, which must match to the letter (section 1.2). China has the same under its own domain.</summary>
internal static class ServiceUrls
{
    public const string Grant = "https://connectapi.garmin.com/di-oauth2-service/oauth/grant/service_ticket";

    private static readonly string[] Domains = ["garmin.com", "garmin.cn"];

    public static bool IsIos(string? url) => Is(url, "https://mobile.integration.{0}/gcm/ios");

    public static bool IsAndroid(string? url) => Is(url, "https://mobile.integration.{0}/gcm/android");

    public static bool IsWeb(string? url) => Is(url, "https://connect.{0}/app");

    public static bool IsWidget(string? url) => Is(url, "https://sso.{0}/sso/embed");

    /// <summary>Whether a client id of the mobile sign-in goes with a service.</summary>
    public static bool IsMobilePair(string? clientId, string? service) =>
        (clientId == "GCM_IOS_DARK" && IsIos(service)) || (clientId == "GCM_ANDROID_DARK" && IsAndroid(service));

    public static bool IsPortalPair(string? clientId, string? service) => clientId == "GarminConnect" && IsWeb(service);

    private static bool Is(string? url, string pattern) => Array.Exists(Domains, domain => url == pattern.Replace("{0}", domain, StringComparison.Ordinal));
}
