using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Records;

/// <summary>The measures of the groups, in their order, value and exponent as they came.</summary>
internal sealed class MeasureTable(Database database)
{
    private const string Delete = "delete from measures where account_id = $1 and group_id = $2";

    private readonly RowInsert _insert = new(database, "insert into measures (account_id, group_id, ordinal, type, value, exponent, position, algo, fm, extra) values", columns: 10);
    private readonly List<(string Account, long Group, int Ordinal, Measure Measure)> _waiting = [];

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
            _waiting.Add((account.Value, group.GroupId, ordinal, group.Measures[ordinal]));
            if (_waiting.Count == database.RowsAtOnce)
            {
                Finish();
            }
        }
    }

    /// <summary>Writes those that still wait.</summary>
    public void Finish()
    {
        _insert.Write(_waiting, static (statement, row) => statement
            .Text(row.Account).Integer(row.Group).Integer(row.Ordinal).Integer(row.Measure.Type).Integer(row.Measure.Value).Integer(row.Measure.Exponent)
            .Integer(row.Measure.Position).Integer(row.Measure.Algo).Integer(row.Measure.Fm).Text(row.Measure.Extra));
        _waiting.Clear();
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
}
