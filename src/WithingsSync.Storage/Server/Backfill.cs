using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Server;

/// <summary>How far the past of somebody new was read.</summary>
/// <param name="Stage">recent (30 days), whole, done.</param>
/// <param name="FeedsDone">Of the stage; a feed read month by month stands there with the month it has come to, as <c>Sleep@2024-03-01</c>.</param>
/// <param name="Requests">How many went out for it so far.</param>
/// <param name="StoppedAt">Since when it stands still.</param>
/// <param name="Failure">Why it stands still; holds no secret.</param>
public sealed record Backfill(
    AccountId Account, string Stage, IReadOnlyList<string> FeedsDone, long Requests, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt = null, string? Failure = null,
    DateTimeOffset? StoppedAt = null)
{
    public const string Recent = "recent";
    public const string Whole = "whole";
    public const string Done = "done";
}
