namespace WithingsSync.Server.Links;

/// <summary>How one destination is for a person.</summary>
/// <param name="State">not_linked, linked, needs_code, needs_sign_in, cooling_down.</param>
/// <param name="Username">What the person signs in with there.</param>
/// <param name="Until">Of needs_code: how long the code is good; of cooling_down: when it is tried again.</param>
/// <param name="Problem">What went wrong last, and what helps; null while all is well.</param>
/// <param name="Since">From when on readings go there.</param>
/// <param name="Delivered">Readings that are there.</param>
/// <param name="Waiting">Readings on their way.</param>
/// <param name="ToReview">Readings that may be another person's; they wait.</param>
/// <param name="Rejected">Readings that the destination will not keep.</param>
/// <param name="LastDeliveryAt">When one was last seen to be there.</param>
internal sealed record DestinationAnswer(
    string Name, string Title, string State, string? Username, DateTimeOffset? Until, string? Problem, DateTimeOffset? LinkedAt, DateTimeOffset? Since, int Delivered, int Waiting,
    int ToReview, int Rejected, DateTimeOffset? LastDeliveryAt);

internal sealed record DestinationsAnswer(IReadOnlyList<DestinationAnswer> Destinations);

/// <param name="State">linked, or needs_code.</param>
/// <param name="CodeMethod">How the code reaches the person: email, sms …</param>
/// <param name="CodeSentTo">Masked, as the destination gives it.</param>
/// <param name="CodeUntil">How long the code is good.</param>
internal sealed record LinkAnswer(string State, string? CodeMethod = null, string? CodeSentTo = null, DateTimeOffset? CodeUntil = null);
