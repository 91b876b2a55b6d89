using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>Somebody this server keeps data for.</summary>
/// <param name="Subject">The person's id in the embedding application; null for one who was added here.</param>
/// <param name="ActiveAt">When somebody last asked for this person's data; null when nobody did.</param>
public sealed record Person(AccountId Id, string Name, string? Subject, DateTimeOffset CreatedAt, DateTimeOffset? ActiveAt);
