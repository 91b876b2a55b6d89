using System.Runtime.CompilerServices;
using WithingsSync.Destinations.Tables;
using WithingsSync.Health;

namespace WithingsSync.Destinations.Export;

/// <summary>A table of rows of one type: fixed columns and, where the records carry named figures, a column for each name that occurs.</summary>
internal sealed class Table<T>(
    string name,
    RecordKind kind,
    IReadOnlyList<Column<T>> columns,
    Func<ArchiveWindow, CancellationToken, IAsyncEnumerable<T>> read,
    Func<T, Metrics>? figures = null) : ITable
{
    public string Name => name;

    public RecordKind Kind => kind;

    public async Task<TableHeader> HeaderAsync(ArchiveWindow window, CancellationToken cancellationToken)
    {
        var names = columns.Select(column => column.Name).ToList();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        if (figures is not null)
        {
            var taken = names.ToHashSet(StringComparer.Ordinal);
            await foreach (var row in read(window, cancellationToken))
            {
                foreach (var (figure, _) in Named(figures(row)))
                {
                    if (places.TryAdd(figure, names.Count))
                    {
                        names.Add(taken.Contains(figure) ? $"metric_{figure}" : figure);
                    }
                }
            }
        }

        return new(names, places);
    }

    public async IAsyncEnumerable<Cell[]> RowsAsync(ArchiveWindow window, TableHeader header, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var cells = new Cell[header.Names.Count];
        await foreach (var row in read(window, cancellationToken))
        {
            Array.Clear(cells);
            for (var i = 0; i < columns.Count; i++)
            {
                cells[i] = columns[i].Read(row);
            }

            if (figures is not null)
            {
                foreach (var (figure, value) in Named(figures(row)))
                {
                    cells[header.Figures[figure]] = value;
                }
            }

            yield return cells;
        }
    }

    public async Task<IReadOnlyList<ColumnCount>> CountAsync(ArchiveWindow window, CancellationToken cancellationToken)
    {
        var header = await HeaderAsync(window, cancellationToken);
        var counts = new int[header.Names.Count];
        await foreach (var row in RowsAsync(window, header, cancellationToken))
        {
            for (var i = 0; i < counts.Length; i++)
            {
                counts[i] += row[i].Kind == CellKind.Empty ? 0 : 1;
            }
        }

        var sources = columns.Select(column => column.Source).Concat(header.Figures.OrderBy(figure => figure.Value).Select(figure => figure.Key));
        return [.. header.Names.Zip(sources, counts).Select(column => new ColumnCount(column.First, column.Second, column.Third))];
    }

    /// <summary>The figures under names that are unique in the record: one that comes twice is numbered, not lost.</summary>
    private static IEnumerable<(string Name, Cell Value)> Named(Metrics record)
    {
        for (var i = 0; i < record.Count; i++)
        {
            var earlier = 0;
            for (var j = 0; j < i; j++)
            {
                earlier += record[j].Name == record[i].Name ? 1 : 0;
            }

            yield return (earlier == 0 ? record[i].Name : $"{record[i].Name}_{earlier + 1}", Cell.Of(record[i]));
        }
    }
}
