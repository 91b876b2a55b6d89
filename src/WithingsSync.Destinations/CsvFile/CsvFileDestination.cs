using WithingsSync.Destinations.Tables;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.CsvFile;

/// <summary>
/// The CSV files of <c>--to-csv</c>: <c>BASENAME.weight.csv</c> and, when asked for, <c>BASENAME.blood_pressure.csv</c>; each only when it has rows.
/// RFC 4180 with CR LF, UTF-8, units in the column names, exact numbers, local time with its offset.
/// </summary>
/// <param name="basename">Path and start of the files' names; the folder must exist.</param>
/// <param name="zone">The zone whose offset the instants carry.</param>
public sealed class CsvFileDestination(string basename, TimeZoneInfo zone) : IFileDestination
{
    public string Name => "CSV file";

    /// <exception cref="IOException">The folder is missing or a file could not be written; what was there before is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or file is not writable.</exception>
    public Task<DeliveryReport> DeliverAsync(Readings readings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var written = new List<Written>();
        Write($"{basename}.weight.csv", ReadingColumns.Weighing, readings.Weighings, written);
        Write($"{basename}.blood_pressure.csv", ReadingColumns.BloodPressure, readings.BloodPressures, written);
        return Task.FromResult(new DeliveryReport(written, []));
    }

    private void Write<T>(string path, IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows, List<Written> written)
    {
        if (rows.Count == 0)
        {
            return;
        }

        OutputFile.Write(path, stream =>
        {
            using var csv = new CsvText(stream, zone);
            csv.WriteHeader(columns.Select(column => column.Name));
            foreach (var row in rows)
            {
                foreach (var column in columns)
                {
                    csv.Write(column.Read(row));
                }

                csv.EndRow();
            }
        });
        written.Add(new(path, rows.Count));
    }
}
