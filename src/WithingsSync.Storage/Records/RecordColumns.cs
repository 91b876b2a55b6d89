using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Storage.Records;

/// <summary>The columns that several tables share, each written and read here.</summary>
internal static class RecordColumns
{
    /// <summary>A name that is part of a key, where null would equal nothing: a missing one is written as the empty text.</summary>
    public static Statement Name(this Statement statement, string? name) => statement.Text(name ?? string.Empty);

    public static string? Name(this Rows rows) => rows.Text() is { Length: > 0 } name ? name : null;

    public static Statement Metrics(this Statement statement, Metrics metrics) =>
        metrics.Count == 0 ? statement.Text(null) : statement.Utf8(MetricsText.Write(metrics));

    public static Metrics Metrics(this Rows rows) => rows.Bytes() is { IsEmpty: false } text ? MetricsText.Read(text) : Health.Metrics.None;

    /// <summary>A window over dates: the UTC days its ends fall on, both included.</summary>
    public static void UtcDates(this Statement statement, DateTimeOffset from, DateTimeOffset to) =>
        statement.Date(DateOnly.FromDateTime(from.UtcDateTime)).Date(DateOnly.FromDateTime(to.UtcDateTime));

    /// <summary>A summary whose moments are dates: each is given as its midnight in UTC.</summary>
    public static KindSummary DateSummary(this Rows rows, Feed feed) => new(feed, rows.Int(), Midnight(rows.OptionalDate()), Midnight(rows.OptionalDate()));

    private static DateTimeOffset? Midnight(DateOnly? date) => date is { } day ? new(day, TimeOnly.MinValue, TimeSpan.Zero) : null;
}
