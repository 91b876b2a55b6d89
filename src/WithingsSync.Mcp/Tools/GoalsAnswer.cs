using System.Text.Json;

namespace WithingsSync.Mcp.Tools;

/// <summary>What the person set out to reach; absent where no goal is set.</summary>
public sealed record GoalsAnswer(bool IsComplete, IReadOnlyList<string> Notes)
{
    public int? StepsPerDay { get; init; }

    public int? SleepSecondsPerNight { get; init; }

    public decimal? WeightKg { get; init; }

    /// <summary>Further figures, under Withings' names.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Other { get; init; }

    public DateTimeOffset? FetchedAt { get; init; }

    public int? RetryAfterSeconds { get; init; }
}
