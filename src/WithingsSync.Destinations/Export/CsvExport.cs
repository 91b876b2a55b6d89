using WithingsSync.Destinations.Tables;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Export;

/// <summary>Writes a table as a CSV file of its own, when it has rows.</summary>
internal static class CsvExport
{
    /// <returns>The file, or null when the window holds no such record and nothing was written.</returns>
    public static async Task<Written?> WriteAsync(ITable table, ArchiveWindow window, string path, TimeZoneInfo zone, CancellationToken cancellationToken)
    {
        var header = await table.HeaderAsync(window, cancellationToken);
        await using var rows = table.RowsAsync(window, header, cancellationToken).GetAsyncEnumerator(cancellationToken);
        if (!await rows.MoveNextAsync())
        {
            return null;
        }

        var count = 0;
        await OutputFile.WriteAsync(path, async stream =>
        {
            using var csv = new CsvText(stream, zone);
            csv.WriteHeader(header.Names);
            do
            {
                csv.WriteRow(rows.Current);
                count++;
            }
            while (await rows.MoveNextAsync());
        });
        return new(path, count);
    }
}
