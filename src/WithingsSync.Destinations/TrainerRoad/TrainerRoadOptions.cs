namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>
/// Where TrainerRoad is and how it is talked to. None of it is a public interface, and all of it has changed before (garmin-trainerroad-fit.md §3.2), so a
/// change there needs no release of ours.
/// </summary>
public sealed record TrainerRoadOptions
{
    /// <summary>Where TrainerRoad itself answers.</summary>
    public static readonly Uri StandardUrl = new("https://www.trainerroad.com");

    public Uri Url { get; init; } = StandardUrl;

    /// <summary>The page with the sign-in form, and where the form goes.</summary>
    public string LoginPath { get; init; } = "/app/login";

    /// <summary>The document that holds the weight.</summary>
    public string RiderPath { get; init; } = "/app/api/profile/rider-information";

    /// <summary>The page whose script reads and writes that document.</summary>
    public string RiderPage { get; init; } = "/app/profile/rider-information";

    /// <summary>The cookie that is the sign-in: who has it is signed in, whatever the answer's status was.</summary>
    public string CookieName { get; init; } = "SharedTrainerRoadAuth";

    /// <summary>A desktop browser's.</summary>
    public string UserAgent { get; init; } = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

    /// <summary>For how long a sign-in is used when its cookie does not say less.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>For one request, its answer's last byte included.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to leave TrainerRoad alone after "too many requests" that does not say.</summary>
    public TimeSpan ThrottleWait { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long to leave it alone when its firewall takes us for a robot and does not say.</summary>
    public TimeSpan BlockedWait { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Before a weight that still reads as the old one is read again: the profile may come from a copy that is a moment behind.</summary>
    public TimeSpan ReadBackWait { get; init; } = TimeSpan.FromSeconds(3);
}
