using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Records;

/// <summary>The measures of the groups, in their order, value and exponent as they came.</summary>
internal sealed class MeasureTable(Database database)
{
    private const string Insert = """
        insert into measures (account_id, group_id, ordinal, type, value, exponent, position, algo, fm, extra)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """;

    private const string Delete = "delete from measures where account_id = $1 and group_id = $2";

    private Statement? _insert;

    public void Write(AccountId account, MeasureGroup group, bool replace)
    {
        if (replace)
        {
            database.Prepare(Delete).Text(account.Value).Integer(group.GroupId).RunSoon();
        }

        _insert ??= database.Prepare(Insert);
        for (var ordinal = 0; ordinal < group.Measures.Count; ordinal++)
        {
            var measure = group.Measures[ordinal];
            _insert.Text(account.Value).Integer(group.GroupId).Integer(ordinal).Integer(measure.Type).Integer(measure.Value).Integer(measure.Exponent)
                .Integer(measure.Position).Integer(measure.Algo).Integer(measure.Fm).Text(measure.Extra).RunSoon();
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
}
