using System.Text.Json.Serialization;
using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Connect;

/// <summary>Where the person consents.</summary>
internal sealed record AuthorizeAnswer(string AuthUrl, string State);

/// <param name="Success">Whether there was a connection to end.</param>
internal sealed record DisconnectAnswer(bool Success);

/// <summary>Nobody is connected.</summary>
/// <param name="SyncError">A sentence for the person when it was not they who ended the connection; otherwise nothing else is said.</param>
internal sealed record NotConnectedAnswer(bool Connected = false, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SyncError = null);

/// <summary>How a connection is.</summary>
/// <param name="SyncStatus">idle, syncing or error.</param>
/// <param name="NeedsReconnect">Withings no longer accepts the consent; the person has to give it again.</param>
/// <param name="SyncError">A sentence for the person; null while all is well.</param>
/// <param name="NotGranted">Kinds of data the person did not consent to, or whose feed Withings refuses with status 403.</param>
/// <param name="Records">How much was pulled, by feed.</param>
/// <param name="Backfill">How far the past was read; null when that is not known.</param>
internal sealed record ConnectedAnswer(
    bool Connected, string SyncStatus, DateTimeOffset? LastSyncedAt, string? WithingsUserId, string? GrantedScopes,
    bool NeedsReconnect, string? SyncError, IReadOnlyList<RecordKind> NotGranted, IReadOnlyDictionary<Feed, int> Records, BackfillProgress? Backfill)
{
    public static ConnectedAnswer From(Integration integration, IReadOnlyDictionary<Feed, int> records, IReadOnlyList<Feed> refused, BackfillProgress? backfill) => new(
        Connected: true, integration.Status.ToString().ToLowerInvariant(), integration.LastSyncedAt, integration.WithingsUserId, integration.Scopes,
        integration.NeedsReconnect, integration.Error, GrantedKinds.Missing(integration.Scopes, refused), records, backfill);
}
