namespace WithingsSync.Server.Connect;

/// <summary>How far the past of somebody new was read.</summary>
/// <param name="Stage">recent (the last 30 days), whole, or done.</param>
/// <param name="FeedsDone">Of the stage.</param>
/// <param name="FeedsInAll">Of the stage.</param>
public sealed record BackfillProgress(string Stage, int FeedsDone, int FeedsInAll);
