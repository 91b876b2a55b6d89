using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Answers;

/// <summary>What is said beside an answer that may fill all that an assistant can keep in mind.</summary>
internal static class LongAnswer
{
    /// <summary>Bytes of JSON from which on it is said.</summary>
    private const int Long = 100_000;

    /// <summary>Lines that are weighed; they stand for the others, since writing all of them twice would be half of the call.</summary>
    private const int Weighed = 16;

    /// <summary>Null for an answer of usual length.</summary>
    public static string? NoteOn<T>(Answer<T> answer, AskedList list)
    {
        var bytes = answer.Records is { } records ? Estimate(records) : Estimate(answer.Periods ?? []);
        if (bytes < Long)
        {
            return null;
        }

        var coarser = list.Resolution switch
        {
            Resolution.Month => "",
            Resolution.Week => "resolution month sums it up, and ",
            _ => "resolution week or month sums it up, and ",
        };
        return $"This answer is long, about {bytes / 1000} kB: {coarser}a smaller limit gives it in parts.";
    }

    private static long Estimate<TLine>(IReadOnlyList<TLine> lines)
    {
        var weighed = Math.Min(Weighed, lines.Count);
        var type = (JsonTypeInfo<TLine>)ToolJson.Options.GetTypeInfo(typeof(TLine));
        return weighed == 0 ? 0 : Enumerable.Range(0, weighed).Sum(at => (long)JsonSerializer.SerializeToUtf8Bytes(lines[(int)((long)at * lines.Count / weighed)], type).Length) * lines.Count / weighed;
    }
}
