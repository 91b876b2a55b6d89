using WithingsSync.Destinations.Garmin.Wire;

namespace WithingsSync.Destinations.Garmin;

/// <summary>An answer of Garmin's, read to its end.</summary>
internal sealed record GarminAnswer(int Status, string Body)
{
    private const int LongestRefusal = 4096;

    public string? Location { get; init; }

    public IReadOnlyList<string> SetCookies { get; init; } = [];

    public TimeSpan? RetryAfter { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;

    public bool IsEmpty => string.IsNullOrWhiteSpace(Body);

    /// <summary>Also when it hides in a 200, which is then a short one (garmin-trainerroad-fit.md §1.3).</summary>
    public bool IsThrottled =>
        Status == 429 || (Status == 200 && Body.Length < LongestRefusal && GarminJson.Text(GarminJson.Object(GarminJson.Object(Body), "error"), "status-code") == "429");

    /// <summary>Without the body, which may hold a secret.</summary>
    public override string ToString() => FormattableString.Invariant($"HTTP {Status}");
}
