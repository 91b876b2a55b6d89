namespace WithingsSync.Mcp.Answers;

/// <summary>A source whose figures stand in one table: from it follow the units, the totals and what a period sums up.</summary>
internal abstract class FigureSource<T>(params IReadOnlyList<Figure<T>> table) : ListSource<T>
{
    public override IReadOnlyDictionary<string, string> Units { get; } = table.ToDictionary(one => one.Name, one => one.Unit, StringComparer.Ordinal);

    public override IReadOnlySet<string> Totals { get; } = table.Where(one => one.IsTotal).Select(one => one.Name).ToHashSet(StringComparer.Ordinal);

    public override IEnumerable<(string Name, decimal Value)> Figures(T line)
    {
        foreach (var figure in table)
        {
            if (figure.Of(line) is { } value)
            {
                yield return (figure.Name, value);
            }
        }
    }

    /// <summary>Names of figures that no line has: a plan, a device or a region does not give them.</summary>
    protected IReadOnlyList<string> NeverSeen(IReadOnlyList<T> lines) => [.. table.Where(figure => lines.All(line => figure.Of(line) is null)).Select(figure => figure.Name)];
}
