using System.Text.Json;
using WithingsSync.Destinations.Tables;

namespace WithingsSync.Destinations.Export;

/// <summary>Counts how often each field of a list of rows holds something, the fields kept as JSON text included, by their own names.</summary>
internal static class FieldCounts
{
    public static IReadOnlyList<ColumnCount> Of<T>(IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows, Func<T, string?> extra, string extraColumn)
    {
        var counts = columns
            .Select(column => new ColumnCount(column.Name, column.Source, rows.Count(row => column.Read(row).Kind != CellKind.Empty)))
            .ToList();
        var others = rows.Select(extra).OfType<string>().SelectMany(FieldNames).CountBy(name => name).OrderBy(other => other.Key, StringComparer.Ordinal);
        counts.AddRange(others.Select(other => new ColumnCount(extraColumn, other.Key, other.Value)));
        return counts;
    }

    private static List<string> FieldNames(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateObject().Select(field => field.Name)];
    }
}
