using System.Globalization;
using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Records;

/// <summary>The measures of the groups, in their order, value and exponent as they came.</summary>
internal sealed class MeasureTable(Database database)
{
    private const int Columns = 10;

    private const string Insert = "insert into measures (account_id, group_id, ordinal, type, value, exponent, position, algo, fm, extra) values ";

    private const string Row = "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    private const string Delete = "delete from measures where account_id = $1 and group_id = $2";

    private string? _insertMany;
    private readonly List<(string Account, long Group, int Ordinal, Measure Measure)> _waiting = [];
    private Statement? _insert;

    /// <summary>Forgets what an earlier write, that failed, left to be written.</summary>
    public void Start() => _waiting.Clear();

    /// <summary>Where an insert carries many rows, some may wait until <see cref="Finish"/>.</summary>
    public void Write(AccountId account, MeasureGroup group, bool replace)
    {
        if (replace)
        {
            database.Prepare(Delete).Text(account.Value).Integer(group.GroupId).RunSoon();
        }

        for (var ordinal = 0; ordinal < group.Measures.Count; ordinal++)
        {
            if (database.RowsAtOnce == 1)
            {
                _insert ??= database.Prepare(Insert + Row);
                Bind(_insert, account.Value, group.GroupId, ordinal, group.Measures[ordinal]).RunSoon();
            }
            else
            {
                _waiting.Add((account.Value, group.GroupId, ordinal, group.Measures[ordinal]));
                if (_waiting.Count == database.RowsAtOnce)
                {
                    WriteWaiting(_insertMany ??= Insert + string.Join(", ", Enumerable.Range(0, database.RowsAtOnce).Select(RowOf)), database.RowsAtOnce);
                }
            }
        }
    }

    /// <summary>Writes those that still wait.</summary>
    public void Finish()
    {
        while (_waiting.Count > 0)
        {
            WriteWaiting(Insert + Row, 1);
        }
    }

    /// <summary>Puts the measure of the row's columns in its place; a group without any has none in its row.</summary>
    public static void MapInto(List<Measure> measures, Rows rows)
    {
        if (rows.OptionalInt() is not { } ordinal)
        {
            return;
        }

        while (measures.Count <= ordinal)
        {
            measures.Add(default);
        }

        measures[ordinal] = new(rows.Int(), rows.Integer(), rows.Int(), rows.OptionalInt(), rows.OptionalInteger(), rows.OptionalInt(), rows.OptionalText());
    }

    private static Statement Bind(Statement statement, string account, long group, int ordinal, Measure measure) => statement
        .Text(account).Integer(group).Integer(ordinal).Integer(measure.Type).Integer(measure.Value).Integer(measure.Exponent)
        .Integer(measure.Position).Integer(measure.Algo).Integer(measure.Fm).Text(measure.Extra);

    /// <summary>The parameters of a row among many.</summary>
    private static string RowOf(int row) =>
        $"({string.Join(", ", Enumerable.Range((row * Columns) + 1, Columns).Select(number => string.Create(CultureInfo.InvariantCulture, $"${number}")))})";

    private void WriteWaiting(string sql, int count)
    {
        var statement = database.Prepare(sql);
        for (var i = 0; i < count; i++)
        {
            var (account, group, ordinal, measure) = _waiting[i];
            Bind(statement, account, group, ordinal, measure);
        }

        _waiting.RemoveRange(0, count);
        statement.RunSoon();
    }
}
