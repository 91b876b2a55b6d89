namespace WithingsSync.Pipeline.Pulling;

/// <summary>How far a pull of one feed has come.</summary>
/// <param name="Done">Pages, days, nights or signals read.</param>
/// <param name="Total">How many there are, when known.</param>
/// <param name="Records">Records received so far.</param>
public readonly record struct PullProgress(Feed Feed, int Done, int? Total, int Records);
