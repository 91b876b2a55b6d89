using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Cli.Delivering;

/// <summary>Readings as a person names them.</summary>
internal static class ReadingIds
{
    /// <exception cref="UsageException">A text is no id.</exception>
    public static IReadOnlySet<ReadingId> Parse(IEnumerable<string> texts) => texts
        .SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Select(text => ReadingId.TryParse(text, out var id)
            ? id
            : throw new UsageException($"'{text}' is no reading. A reading is called as the lists show it: w1767250810 a weight, b1767250810 a blood pressure."))
        .ToHashSet();
}
