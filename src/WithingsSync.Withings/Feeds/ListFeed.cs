using System.Text.Json;
using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>An endpoint whose body holds a list of rows, one record each.</summary>
/// <param name="path">The service.</param>
/// <param name="action">The operation.</param>
/// <param name="window">The form fields that stand for a query's window.</param>
/// <param name="list">The name of the list in the body.</param>
/// <param name="record">Reads one row.</param>
/// <param name="dataFields">All figures the endpoint can give: without naming them it gives few or none (withings-api.md §5.1).</param>
internal sealed class ListFeed(
    string path, string action, Func<PullQuery, IEnumerable<(string Name, string Value)>> window, string list, Func<JsonRow, HealthRecord> record, string? dataFields = null) : IWithingsFeed
{
    public WithingsCall Ask(PullQuery query)
    {
        var fields = window(query);
        return new(path, action, [.. dataFields is null ? fields : fields.Append(("data_fields", dataFields))]);
    }

    public FeedPage Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        var body = JsonElement.ParseValue(ref reader);
        var isListed = body.TryGetProperty(list, out var rows) && rows.ValueKind != JsonValueKind.Null;
        if (!isListed || rows.IsEmpty())
        {
            return FeedPage.Of([], body, isListed);
        }

        if (rows.ValueKind != JsonValueKind.Array)
        {
            throw new UnexpectedShapeException($"{list} is not a list");
        }

        var records = new List<HealthRecord>(rows.GetArrayLength());
        foreach (var row in rows.EnumerateArray())
        {
            records.Add(record(new JsonRow(row, $"{list}[{records.Count}]")));
        }

        return FeedPage.Of(records, body);
    }
}
