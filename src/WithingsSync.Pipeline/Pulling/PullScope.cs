namespace WithingsSync.Pipeline.Pulling;

/// <summary>How much of a feed to pull.</summary>
public abstract record PullScope
{
    private PullScope() { }

    /// <summary>What is new or changed since the last pull; everything on the first.</summary>
    public sealed record Changes : PullScope;

    /// <summary>A window again, to find what was edited or deleted in it. Both ends are included.</summary>
    public sealed record Window(DateTimeOffset From, DateTimeOffset To) : PullScope;
}
