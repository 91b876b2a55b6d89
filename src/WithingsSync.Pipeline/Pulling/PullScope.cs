namespace WithingsSync.Pipeline.Pulling;

/// <summary>How much of a feed to pull.</summary>
public abstract record PullScope
{
    private PullScope() { }

    /// <summary>What is new or changed since the last pull; everything on the first.</summary>
    /// <param name="From">Of nights, days and signals that are read one by one, only those that began since; all when null.</param>
    /// <param name="To">Only those that began before.</param>
    public sealed record Changes(DateTimeOffset? From = null, DateTimeOffset? To = null) : PullScope
    {
        /// <summary>Leaves out days that are not over where the person is: their samples would be read at each of their many updates.</summary>
        public bool FinishedDaysOnly { get; init; }
    }

    /// <summary>A window again, to find what was edited or deleted in it. Both ends are included.</summary>
    public sealed record Window(DateTimeOffset From, DateTimeOffset To) : PullScope;
}
