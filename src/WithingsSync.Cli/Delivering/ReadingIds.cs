using System.CommandLine;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Cli.Delivering;

/// <summary>Readings as a person names them.</summary>
internal static class ReadingIds
{
    /// <summary>A command that needs readings takes their ids or <c>--all</c>, and neither both nor none.</summary>
    public static void Require(Command command, Argument<string[]> ids, Option<bool> all) =>
        command.Validators.Add(result =>
        {
            if (result.GetValue(ids) is { Length: > 0 } == result.GetValue(all))
            {
                result.AddError("Say which readings: their ids, or --all.");
            }
        });

    /// <exception cref="UsageException">A text is no id.</exception>
    public static IReadOnlySet<ReadingId> Parse(IEnumerable<string> texts) => texts
        .SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Select(text => ReadingId.TryParse(text, out var id)
            ? id
            : throw new UsageException($"'{text}' is no reading. A reading is called as the lists show it: w1767250810 a weight, b1767250810 a blood pressure."))
        .ToHashSet();
}
