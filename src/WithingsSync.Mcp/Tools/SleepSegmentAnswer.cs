using System.Text.Json;
using WithingsSync.Health;
using WithingsSync.Mcp.Answers;

namespace WithingsSync.Mcp.Tools;

/// <summary>A stretch of one state of sleep.</summary>
/// <param name="Date">The day on which its night ended.</param>
/// <param name="State">awake, light, deep, rem, manual, unspecified or out_of_bed; <c>state_9</c> for one not known yet.</param>
/// <param name="Curves">What its curves come to, by their name with its unit.</param>
public sealed record SleepSegmentAnswer(DateOnly Date, DateTimeOffset StartedAt, DateTimeOffset EndedAt, string State, decimal DurationSeconds, IReadOnlyDictionary<string, FigureAnswer> Curves)
{
    public string? Device { get; init; }

    /// <summary>Further figures, under Withings' names.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Other { get; init; }

    internal IReadOnlyList<SampleSeries> Samples { get; init; } = [];
}
