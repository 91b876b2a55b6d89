using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>What is known about a person's subscriptions and polls.</summary>
/// <param name="SeenAt">When the subscriptions were last listed.</param>
/// <param name="IsComplete">All that were wanted were there then, or are now.</param>
/// <param name="Missing">The numbers of the categories that are not.</param>
/// <param name="CallbackHash">Tells which address they lead to.</param>
/// <param name="PolledAt">When changes were last asked for without a notification.</param>
/// <param name="WholePolledAt">When the last weeks were last read again.</param>
/// <param name="WholePolls">How often.</param>
public sealed record Watch(
    AccountId Account, DateTimeOffset? SeenAt = null, bool IsComplete = false, IReadOnlyList<int>? Missing = null, string? CallbackHash = null, DateTimeOffset? PolledAt = null,
    DateTimeOffset? WholePolledAt = null, long WholePolls = 0);
