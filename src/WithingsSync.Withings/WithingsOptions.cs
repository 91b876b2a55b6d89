namespace WithingsSync.Withings;

/// <summary>The application registered at Withings, where Withings is, and how patient we are with it.</summary>
public sealed class WithingsOptions
{
    /// <summary>Where Withings itself answers.</summary>
    public static readonly Uri StandardApiUrl = new("https://wbsapi.withings.net");

    /// <summary>Where a person consents at Withings itself.</summary>
    public static readonly Uri StandardAccountUrl = new("https://account.withings.com");

    public required string ClientId { get; init; }

    public required string ClientSecret { get; init; }

    /// <summary>One of the application's registered callbacks; compared character by character (withings-api.md §2.1), so it is sent as it was written.</summary>
    public required Uri RedirectUri { get; init; }

    /// <summary>What is signed; the personal tool's way by default.</summary>
    public SigningMode Signing { get; init; }

    public Uri ApiUrl { get; init; } = StandardApiUrl;

    public Uri AccountUrl { get; init; } = StandardAccountUrl;

    /// <summary>
    /// Withings allows 120 requests a minute for the whole application (withings-api.md §11); null paces nothing: an enterprise plan, a simulator.
    /// </summary>
    public int? RequestsPerMinute { get; init; } = 120;

    /// <summary>For one request, its answer's last byte included.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long one call waits in all before it gives up, and how long all calls of a connection together wait because there were too many requests.
    /// </summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A token that ends within this time is renewed before it is used.</summary>
    public TimeSpan RenewalBuffer { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What a person does to sign in again, as the end of a sentence.</summary>
    public string SignInAdvice { get; init; } = "run `withings-sync login`";

    /// <summary>Between two subscriptions, each of which Withings tries out at the callback address (withings-api.md §9.1).</summary>
    public TimeSpan SubscribePause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two withdrawals of subscriptions.</summary>
    public TimeSpan UnsubscribePause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How a token call shows whose application it is; a signed one shows it by its signature.</summary>
    internal (string Name, string Value)[] Credentials =>
        Signing == SigningMode.ClientSecret ? [("client_id", ClientId), ("client_secret", ClientSecret)] : [];
}
