using System.Globalization;

namespace WithingsSync.Storage;

/// <summary>Inserts rows, as many in one statement as the database likes; what is left over goes in halves of that, so that few texts have to be prepared.</summary>
/// <param name="insert">Up to and with <c>values</c>.</param>
/// <param name="columns">How many parameters a row has.</param>
internal sealed class RowInsert(Database database, string insert, int columns)
{
    private readonly Dictionary<int, Statement> _bySize = [];

    /// <summary>Inside a write. They go out with the statement after them, or with the commit.</summary>
    /// <param name="bind">Gives a row's parameters, in order.</param>
    public void Write<T>(IReadOnlyList<T> rows, Action<Statement, T> bind)
    {
        var size = database.RowsAtOnce;
        for (var at = 0; at < rows.Count; at += size)
        {
            while (size > rows.Count - at)
            {
                size /= 2;
            }

            var statement = Of(size);
            for (var row = at; row < at + size; row++)
            {
                bind(statement, rows[row]);
            }

            statement.RunSoon();
        }
    }

    private Statement Of(int rows)
    {
        if (!_bySize.TryGetValue(rows, out var statement))
        {
            statement = database.Prepare($"{insert} {string.Join(", ", Enumerable.Range(0, rows).Select(RowOf))}");
            _bySize.Add(rows, statement);
        }

        return statement;
    }

    private string RowOf(int row) =>
        $"({string.Join(", ", Enumerable.Range((row * columns) + 1, columns).Select(number => string.Create(CultureInfo.InvariantCulture, $"${number}")))})";
}
