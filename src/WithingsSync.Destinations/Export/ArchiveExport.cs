using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Records;

namespace WithingsSync.Destinations.Export;

/// <summary>
/// The archive as files, any range (both ends included) and any kinds, without the network. Numbers have every digit that was measured.
/// Every file is written whole or not at all; the folder must exist.
/// </summary>
/// <param name="store">The archive.</param>
/// <param name="account">Whose.</param>
/// <param name="zone">The zone whose offset the instants carry.</param>
/// <param name="time">When a FIT file says it was made; the system's clock when left out.</param>
public sealed class ArchiveExport(IRecordStore store, AccountId account, TimeZoneInfo zone, TimeProvider? time = null)
{
    /// <summary>One document, <c>BASENAME.json</c>: an object with an array for each table of the kinds asked for, empty ones too.</summary>
    /// <exception cref="IOException">The folder is missing or the file could not be written; what was there before is untouched.</exception>
    public async Task<DeliveryReport> ToJsonAsync(string basename, DateTimeOffset from, DateTimeOffset to, IReadOnlySet<RecordKind> kinds, CancellationToken cancellationToken)
    {
        var window = Window(from, to);
        var path = $"{basename}.json";
        var records = 0;
        await OutputFile.WriteAsync(path, async stream =>
        {
            var json = new JsonExport(stream, zone);
            foreach (var table in Tables(kinds))
            {
                records += await json.WriteAsync(table, window, cancellationToken);
            }

            json.Finish();
        });
        return new([new(path, records)], []);
    }

    /// <summary>A file for each table that has rows: <c>BASENAME.weight.csv</c>, <c>BASENAME.measures.csv</c> …</summary>
    /// <exception cref="IOException">The folder is missing or a file could not be written; what was there before is untouched.</exception>
    public async Task<DeliveryReport> ToCsvAsync(string basename, DateTimeOffset from, DateTimeOffset to, IReadOnlySet<RecordKind> kinds, CancellationToken cancellationToken)
    {
        var window = Window(from, to);
        var written = new List<Written>();
        foreach (var table in Tables(kinds))
        {
            if (await CsvExport.WriteAsync(table, window, $"{basename}.{table.Name}.csv", zone, cancellationToken) is { } file)
            {
                written.Add(file);
            }
        }

        return new(written, []);
    }

    /// <summary><c>BASENAME.weight.fit</c> and <c>BASENAME.blood_pressure.fit</c>; FIT has no place for other kinds.</summary>
    /// <exception cref="IOException">The folder is missing or a file could not be written; what was there before is untouched.</exception>
    public async Task<DeliveryReport> ToFitAsync(string basename, DateTimeOffset from, DateTimeOffset to, IReadOnlySet<RecordKind> kinds, CancellationToken cancellationToken)
    {
        var readings = await Window(from, to).ReadingsAsync(cancellationToken);
        return FitFiles.Write(
            basename,
            kinds.Contains(RecordKind.Weighing) ? readings.Weighings : [],
            kinds.Contains(RecordKind.BloodPressure) ? readings.BloodPressures : [],
            (time ?? TimeProvider.System).GetUtcNow());
    }

    /// <summary>Every measure type, attribution, field and figure that the archive holds in a window, and where each went.</summary>
    public Task<CarriedReport> CarriedAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Carrying.ReportAsync(Window(from, to), cancellationToken);

    private ArchiveWindow Window(DateTimeOffset from, DateTimeOffset to) => new(store, account, from, to, zone);

    private static IEnumerable<ITable> Tables(IReadOnlySet<RecordKind> kinds) => AllTables.All.Where(table => kinds.Contains(table.Kind));
}
