namespace WithingsSync.Server.Connect;

/// <summary>Why a connection did not come about: the fixed set that the application's link may carry, and what a person reads on our own page.</summary>
internal sealed record ConnectReason(string Code, string Sentence)
{
    public static readonly ConnectReason AccessDenied = new("access_denied", "You did not agree at Withings, so nothing was connected. Start again if that was a slip.");
    public static readonly ConnectReason MissingParams = new("missing_params", "Withings' answer was incomplete. Start again.");
    public static readonly ConnectReason InvalidState = new("invalid_state", "This link was used before, is older than ten minutes, or was not made here. Start again.");
    public static readonly ConnectReason OtherBrowser = new("other_browser", "This link was begun in another browser. Start again in this one, and finish it here.");
    public static readonly ConnectReason ExchangeFailed = new("exchange_failed", "Withings did not accept its own code, which lives thirty seconds. Start again.");
    public static readonly ConnectReason Unavailable = new("withings_unavailable", "Withings does not answer at the moment. Try again in a few minutes.");
    public static readonly ConnectReason NotStored = new("not_stored", "This server could not keep your consent. Try again in a few minutes.");

    public static readonly ConnectReason OtherAccount = new(
        "other_account", "What is kept here came from another Withings account. Connect that one, or disconnect with erase=true first, which erases what is kept.");

    public static readonly IReadOnlyList<ConnectReason> All = [AccessDenied, MissingParams, InvalidState, OtherBrowser, ExchangeFailed, Unavailable, NotStored, OtherAccount];
}
