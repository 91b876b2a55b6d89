namespace WithingsSync.Storage.Server;

/// <summary>A consent that nobody here has any more and that is to be withdrawn at Withings.</summary>
/// <param name="WithingsUserId">The account at Withings.</param>
/// <param name="AskedAt">Since when.</param>
public sealed record Revocation(string WithingsUserId, DateTimeOffset AskedAt);
