using WithingsSync.Destinations.Tables;
using WithingsSync.Health;

namespace WithingsSync.Destinations.Export;

/// <summary>One kind of record as rows, whatever file they go to.</summary>
internal interface ITable
{
    /// <summary>The part of a CSV file's name, and the name of the array in JSON.</summary>
    string Name { get; }

    /// <summary>The kind a person asks for to get it.</summary>
    RecordKind Kind { get; }

    /// <summary>The columns: the fixed ones, then a column for each figure that occurs in the window.</summary>
    Task<TableHeader> HeaderAsync(ArchiveWindow window, CancellationToken cancellationToken);

    /// <summary>The rows, oldest first within each source. One array serves all rows: it is valid until the next.</summary>
    IAsyncEnumerable<Cell[]> RowsAsync(ArchiveWindow window, TableHeader header, CancellationToken cancellationToken);

    /// <summary>How often each column holds something in the window.</summary>
    Task<IReadOnlyList<ColumnCount>> CountAsync(ArchiveWindow window, CancellationToken cancellationToken);
}
