namespace WithingsSync.Simulator.Bodies;

/// <summary>One number of a group: <c>Value × 10^Unit</c>, in the unit of its type (appendix A of the reference).</summary>
public sealed record Measure(int Type, long Value, int Unit)
{
    /// <summary>Where on the body (appendix B); most types have none.</summary>
    public int? Position { get; init; }

    /// <summary>The scale's composition model; absent on derived and typed-in values.</summary>
    public int? Algo { get; init; }

    /// <summary>Sent along with <see cref="Algo"/>; means nothing to clients.</summary>
    public int? Fm { get; init; }
}
