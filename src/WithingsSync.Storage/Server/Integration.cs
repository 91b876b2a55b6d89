using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>A person's connection to Withings, without its tokens.</summary>
/// <param name="Connection">Which consent this is; another one has another.</param>
/// <param name="WithingsUserId">Withings' id of the person, as text.</param>
/// <param name="Scopes">What the person granted, comma separated.</param>
/// <param name="Subscribed">The notification categories that were subscribed to.</param>
/// <param name="NeedsReconnect">Withings no longer accepts the grant; the person has to consent anew, and nothing is pulled until then.</param>
/// <param name="Refusals">How often in a row Withings refused the grant.</param>
/// <param name="AskAgainAt">When a refused grant is shown to Withings once more; null when it is not.</param>
/// <param name="Error">The sentence for <see cref="SyncStatus.Error"/>; no secret is in it.</param>
public sealed record Integration(
    string Id, AccountId Account, string Connection, string WithingsUserId, bool IsActive, string? Scopes, IReadOnlyList<int> Subscribed, bool NeedsReconnect,
    int Refusals, DateTimeOffset? AskAgainAt,
    SyncStatus Status, string? Error, DateTimeOffset? LastSyncedAt, DateTimeOffset? TokenExpiresAt, DateTimeOffset CreatedAt);
