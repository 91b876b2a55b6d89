using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Answers;

/// <summary>What a reader should know beside the lines.</summary>
internal static class AnswerNotes
{
    /// <summary>What it does not mean that nothing is stored, where not all was read.</summary>
    public const string Unread = "That does not mean that nothing was measured: Withings was not read to the end of it.";

    /// <summary>What is missing, what was not granted, and what else is to be said of the range.</summary>
    public static IEnumerable<string> Of(Coverage coverage) => coverage.Missing.Concat(
        coverage.NotGranted.Select(feed => $"The person did not grant {FeedNames.Of(feed)} to this application; connecting again with that scope would bring it.")).Concat(coverage.Remarks);

    /// <summary>That there is nothing, where that is known; else that it is not known.</summary>
    /// <param name="whenEmpty">Said where Withings was read to the end.</param>
    /// <param name="whenUnknown">Said where it was not. Neither is said where the person's consent is all that is missing, for that is said already.</param>
    public static IEnumerable<string> OfNothing(Coverage coverage, string whenEmpty, string whenUnknown = $"Nothing of this range is stored yet. {Unread}") =>
        coverage.IsComplete ? [whenEmpty] : coverage.Missing.Count > 0 ? [whenUnknown] : [];

    public static IEnumerable<string> Of<T>(ListSource<T> source, IReadOnlyList<T> lines, Resolution resolution, Coverage coverage)
    {
        var empty = lines.Count == 0 ? OfNothing(coverage, source.WhenEmpty) : [];
        string[] unsure = resolution != Resolution.Each && Unsure(source, lines) is { } note ? [note] : [];
        return [.. Of(coverage), .. empty, .. unsure, .. source.Notes, .. lines.Count == 0 ? [] : source.NotesOn(lines)];
    }

    /// <summary>What is to be said about lines that may be somebody else's and were left out of means; null when there are none.</summary>
    public static string? Unsure<T>(ListSource<T> source, IReadOnlyList<T> lines) => lines.Count(line => !source.IsSure(line)) switch
    {
        0 => null,
        1 => "One reading may be another person's, for the device could not tell; it is left out.",
        var count => $"{count} readings may be another person's, for the device could not tell; they are left out.",
    };
}
