using WithingsSync.Health;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Storage.Records;

/// <summary>Recorded curves, by kind and id.</summary>
internal sealed class SignalTable(Database database) : RowTable<RecordedSignal>(database, Feed.Signals)
{
    private const string Insert = """
        insert into signals (account_id, kind, signal_id, frequency, samples, metrics)
        values ($1, $2, $3, $4, $5, $6)

        """;

    private const string Select = """
        select kind, signal_id, frequency, samples, metrics
        from signals

        """;

    protected override string AddSql => Insert + "on conflict do nothing";

    protected override string ReplaceSql => Insert + """
        on conflict (account_id, kind, signal_id) do update set
            frequency = excluded.frequency, samples = excluded.samples, metrics = excluded.metrics
        """;

    protected override string FindSql => Select + "where account_id = $1 and kind = $2 and signal_id = $3";

    protected override string ReadSql => Select + "where account_id = $1 order by kind, signal_id";

    protected override string SummarySql => "select count(*), null, null from signals where account_id = $1";

    public RecordedSignal? Find(AccountId account, SignalKind kind, long signalId)
    {
        using var rows = Database.Prepare(FindSql).Text(account.Value).Integer((int)kind).Integer(signalId).Query();
        return rows.Next() ? Map(rows) : null;
    }

    protected override void Bind(Statement statement, RecordedSignal record) => statement
        .Integer((int)record.Kind).Integer(record.SignalId).Integer(record.Frequency).Blob(SamplesBlob.Write(record.Samples)).Metrics(record.Metrics);

    protected override void BindKey(Statement statement, RecordedSignal record) => statement.Integer((int)record.Kind).Integer(record.SignalId);

    protected override object KeyOf(RecordedSignal record) => (record.Kind, record.SignalId);

    protected override RecordedSignal Map(Rows rows) => new((SignalKind)rows.Int(), rows.Integer(), [])
    {
        Frequency = rows.OptionalInt(),
        Samples = SamplesBlob.Read(rows.Bytes()),
        Metrics = rows.Metrics(),
    };

    /// <summary>An empty curve says "not synchronised" or "not in your plan" (withings-api.md §7.2): it takes nothing away that was there.</summary>
    protected override bool Supersedes(RecordedSignal arrived, RecordedSignal stored) => arrived.Samples.Count > 0 || stored.Samples.Count == 0;

    protected override void BindWindow(Statement statement, DateTimeOffset from, DateTimeOffset to)
    {
        // A curve has no moment of its own: the recording it belongs to has.
    }
}
