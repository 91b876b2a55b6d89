namespace WithingsSync.Destinations.Garmin;

/// <summary>
/// Where Garmin is, what it is told and how patient we are (garmin-trainerroad-fit.md §1.2). None of it is promised by Garmin, so all of it can be set
/// without a new version: see <see cref="GarminOptionNames"/>.
/// </summary>
public sealed record GarminOptions
{
    public const string International = "garmin.com";
    public const string China = "garmin.cn";

    private GarminOptions(string domain)
    {
        Domain = domain;
        SsoUrl = new($"https://sso.{domain}");
        ApiUrl = new($"https://connectapi.{domain}");
        AuthUrl = new($"https://diauth.{domain}");
        MobileServiceUrl = $"https://mobile.integration.{domain}/gcm/ios";
        PortalServiceUrl = $"https://connect.{domain}/app";
        WidgetServiceUrl = $"https://sso.{domain}/sso/embed";
        TicketServiceUrl = $"https://mobile.integration.{domain}/gcm/android";
        SsoOrigin = $"https://sso.{domain}";
    }

    /// <summary>All settings for one of Garmin's two worlds, which share no account.</summary>
    /// <exception cref="ArgumentException">It is neither <c>garmin.com</c> nor <c>garmin.cn</c>.</exception>
    public static GarminOptions For(string domain) => domain is International or China
        ? new(domain)
        : throw new ArgumentException($"Garmin's domain is {International} or {China}, not '{domain}'.", nameof(domain));

    public string Domain { get; }

    public Uri SsoUrl { get; init; }

    public Uri ApiUrl { get; init; }

    public Uri AuthUrl { get; init; }

    /// <summary>What the sign-in calls say they come from, and the real host of redirects.</summary>
    public string SsoOrigin { get; init; }

    public string MobileClientId { get; init; } = "GCM_IOS_DARK";

    /// <summary>A ticket is good only for the service it was issued for; these are names, compared as text.</summary>
    public string MobileServiceUrl { get; init; }

    public string MobileUserAgent { get; init; } = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";

    public string PortalClientId { get; init; } = "GarminConnect";

    public string PortalServiceUrl { get; init; }

    public string BrowserUserAgent { get; init; } = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

    public string WidgetServiceUrl { get; init; }

    /// <summary>Of the page a person signs in at with a browser, to copy the ticket from.</summary>
    public string TicketClientId { get; init; } = "GCM_ANDROID_DARK";

    public string TicketServiceUrl { get; init; }

    public IReadOnlyList<string> DiClientIds { get; init; } =
        ["GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2", "GARMIN_CONNECT_MOBILE_ANDROID_DI_2024Q4", "GARMIN_CONNECT_MOBILE_ANDROID_DI", "GARMIN_CONNECT_MOBILE_IOS_DI"];

    /// <summary>A name, the same for both domains.</summary>
    public string DiGrant { get; init; } = $"https://connectapi.{International}/di-oauth2-service/oauth/grant/service_ticket";

    public IReadOnlyDictionary<string, string> NativeHeaders { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["User-Agent"] = "GCM-Android-5.23",
        ["X-Garmin-User-Agent"] = "com.garmin.android.apps.connectmobile/5.23; ; Google/sdk_gphone64_arm64/google; Android/33; Dalvik/2.1.0",
        ["X-Garmin-Paired-App-Version"] = "10861",
        ["X-Garmin-Client-Platform"] = "Android",
        ["X-App-Ver"] = "10861",
        ["X-Lang"] = "en",
        ["X-GCExperience"] = "GC5",
        ["Accept-Language"] = "en-US,en;q=0.9",
    };

    public string MobileLoginPath { get; init; } = "/mobile/api/login";

    public string MobileCodePath { get; init; } = "/mobile/api/mfa/verifyCode";

    public string PortalPagePath { get; init; } = "/portal/sso/en-US/sign-in";

    public string PortalLoginPath { get; init; } = "/portal/api/login";

    public string PortalCodePath { get; init; } = "/portal/api/mfa/verifyCode";

    public string TokenPath { get; init; } = "/di-oauth2-service/oauth/token";

    public string ProfilePath { get; init; } = "/userprofile-service/socialProfile";

    public string UploadPath { get; init; } = "/upload-service/upload";

    public string WeightPath { get; init; } = "/weight-service/weight";

    public string BloodPressurePath { get; init; } = "/bloodpressure-service/bloodpressure";

    /// <summary>Our sign on a blood pressure, by which it is told from one that the person typed in at Garmin.</summary>
    public string BloodPressureNotes { get; init; } = "withings-sync";

    /// <summary>Garmin fails on big weight files (garmin-trainerroad-fit.md §2.1).</summary>
    public int RecordsPerFile { get; init; } = 200;

    /// <summary>A quick pair of page and form is what the firewall punishes.</summary>
    public TimeSpan WidgetDelayShortest { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan WidgetDelayLongest { get; init; } = TimeSpan.FromSeconds(8);

    public TimeSpan PortalDelayShortest { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan PortalDelayLongest { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>For one request, its answer's last byte included.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How often a reading call is repeated after 5xx or a broken connection; nothing else is repeated.</summary>
    public int Retries { get; init; } = 3;

    public TimeSpan RetryDelayShortest { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan RetryDelayLongest { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often, and after how long each time, the place of an accepted upload is looked at.</summary>
    public int StatusLooks { get; init; } = 3;

    public TimeSpan StatusDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A token that ends sooner is replaced first.</summary>
    public TimeSpan TokenMargin { get; init; } = TimeSpan.FromSeconds(900);

    /// <summary>How long a refresh token lives that does not say so itself.</summary>
    public TimeSpan RefreshLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>A refresh token that ends sooner is used, though nothing has to be delivered: else a month without a weighing would cost the sign-in.</summary>
    public TimeSpan RefreshMargin { get; init; } = TimeSpan.FromDays(10);

    /// <summary>After 429 at the sign-in: 2, 4, 8 … 24 hours, for every try re-arms the limit.</summary>
    public TimeSpan CooldownShortest { get; init; } = TimeSpan.FromHours(2);

    public TimeSpan CooldownLongest { get; init; } = TimeSpan.FromHours(24);

    /// <summary>After 429 at the API.</summary>
    public TimeSpan ApiPause { get; init; } = TimeSpan.FromHours(1);

    public TimeSpan CodeLife { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Tries on a terminal, and for one pending session in all.</summary>
    public int CodeTries { get; init; } = 3;

    /// <summary>Where a person signs in with a browser, to copy the ticket.</summary>
    public string TicketPage => $"{SsoOrigin}/mobile/sso/en_US/sign-in?clientId={TicketClientId}&service={TicketServiceUrl}";
}
