using WithingsSync.Health;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Storage.Records;

/// <summary>What the person set out to reach: one row each.</summary>
internal sealed class GoalsTable(Database database) : RowTable<Goals>(database, Feed.Goals)
{
    private const string Insert = """
        insert into goals (account_id, steps, sleep, weight_value, weight_exponent, metrics)
        values ($1, $2, $3, $4, $5, $6)

        """;

    private const string Select = """
        select steps, sleep, weight_value, weight_exponent, metrics
        from goals

        """;

    protected override string AddSql => Insert + "on conflict do nothing";

    protected override string ReplaceSql => Insert + """
        on conflict (account_id) do update set
            steps = excluded.steps, sleep = excluded.sleep, weight_value = excluded.weight_value, weight_exponent = excluded.weight_exponent,
            metrics = excluded.metrics
        """;

    protected override string FindSql => Select + "where account_id = $1";

    protected override string ReadSql => Select + "where account_id = $1 order by account_id";

    protected override string SummarySql => "select count(*), null, null from goals where account_id = $1";

    protected override void Bind(Statement statement, Goals record) => statement
        .Integer(record.Steps).Integer(record.Sleep).Integer(record.Weight?.Value).Integer(record.Weight?.Exponent).Metrics(record.Metrics);

    protected override void BindKey(Statement statement, Goals record)
    {
        // The account is the key.
    }

    protected override object KeyOf(Goals record) => Feed;

    protected override Goals Map(Rows rows) => new()
    {
        Steps = rows.OptionalInt(),
        Sleep = rows.OptionalInt(),
        Weight = Weight(rows.OptionalInteger(), rows.OptionalInt()),
        Metrics = rows.Metrics(),
    };

    protected override void BindWindow(Statement statement, DateTimeOffset from, DateTimeOffset to)
    {
        // Goals hold until they are changed.
    }

    private static ScaledNumber? Weight(long? value, int? exponent) => value is { } mantissa && exponent is { } power ? new(mantissa, power) : null;
}
