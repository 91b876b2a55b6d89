using System.Globalization;
using WithingsSync.Destinations.Export;

namespace WithingsSync.Cli.Output;

/// <summary>Where each type, attribution and field of the archive went.</summary>
internal static class CarriedTable
{
    public static async Task WriteAsync(Surroundings surroundings, ArchiveExport export, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var report = await export.CarriedAsync(from, to, cancellationToken);
        Tables.Write(
            surroundings,
            ["area", "name", "meaning", "count", "json of sync", "fit", "export"],
            [.. report.Rows.Select(row => new[] { row.Area, row.Name, row.Meaning, row.Count.ToString(CultureInfo.InvariantCulture), row.Json, row.Fit, row.Export })]);
    }
}
