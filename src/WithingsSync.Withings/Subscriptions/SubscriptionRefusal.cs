namespace WithingsSync.Withings;

/// <summary>A category that could not be subscribed or withdrawn.</summary>
/// <param name="Reason">For a person; holds no secret.</param>
public sealed record SubscriptionRefusal(Appli Appli, SubscriptionOutcome Why, string Reason)
{
    internal static SubscriptionRefusal Of(Appli appli, SubscriptionOutcome why, string? reason = null) => new(appli, why, reason ?? why switch
    {
        SubscriptionOutcome.NotThere => "Withings knows no such subscription.",
        SubscriptionOutcome.CallbackUnreachable =>
            "Withings could not reach the callback address: it must be public, with https on port 443 and a valid certificate, and answer HEAD with success.",
        SubscriptionOutcome.CommentRefused => "Withings did not accept the comment.",
        SubscriptionOutcome.TooMany => "Withings keeps no more subscriptions for this person.",
        SubscriptionOutcome.NotGranted => $"The person did not grant {appli.Scope() ?? "this"}; a new consent with it helps.",
        _ => "Withings refused.",
    });
}
