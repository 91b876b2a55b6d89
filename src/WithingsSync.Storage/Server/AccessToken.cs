using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>A token that was given out. The token itself is not kept.</summary>
/// <param name="Person">Whose it is; null for a service's and an administrator's.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="LastUsedAt">To the minute; null when it never was.</param>
/// <param name="Privacy">How much a client may see that shows it.</param>
public sealed record AccessToken(
    string Id, AccountId? Person, AccessTokenKind Kind, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt, Privacy Privacy);
