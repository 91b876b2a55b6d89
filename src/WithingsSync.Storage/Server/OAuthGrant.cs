using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>A client that a person lets read.</summary>
/// <param name="Client">The client's name, as it gave it.</param>
/// <param name="LastUsedAt">To the minute; null when it never was.</param>
public sealed record OAuthGrant(string Id, string ClientId, string Client, Privacy Privacy, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);
