using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Storage.Deliveries;

/// <summary>Every version of every reading at every destination: a row each.</summary>
internal sealed class DeliveryTable(Database database)
{
    private const string Upsert = """
        insert into deliveries (account_id, destination, recipient, kind, measured_at, figures, state, reason, remote_id, attempts, not_before, changed_at, ordinal)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, (
            select coalesce(max(ordinal), 0) + 1 from deliveries
            where account_id = $1 and destination = $2 and recipient = $3 and kind = $4 and measured_at = $5))
        on conflict (account_id, destination, recipient, kind, measured_at, figures) do update set
            state = excluded.state, reason = excluded.reason, remote_id = excluded.remote_id, attempts = excluded.attempts,
            not_before = excluded.not_before, changed_at = excluded.changed_at
        """;

    private const string Select = """
        select kind, measured_at, figures, state, reason, remote_id, attempts, not_before, changed_at
        from deliveries
        where account_id = $1 and destination = $2 and recipient = $3
        order by measured_at, kind, ordinal
        """;

    public int Save(AccountId account, DestinationAccount destination, IReadOnlyList<Delivery> deliveries)
    {
        var statement = database.Prepare(Upsert);
        foreach (var delivery in deliveries)
        {
            statement.Text(account.Value).Text(destination.Destination).Text(destination.Recipient)
                .Integer((long)delivery.Id.Kind).Instant(delivery.Id.MeasuredAt).Text(delivery.Figures.ToString())
                .Integer((long)delivery.State).Text(delivery.Reason).Text(delivery.RemoteId).Integer(delivery.Attempts)
                .Instant(delivery.NotBefore).Instant(delivery.ChangedAt).RunSoon();
        }

        return deliveries.Count;
    }

    public IReadOnlyList<Delivery> Read(AccountId account, DestinationAccount destination)
    {
        var deliveries = new List<Delivery>();
        using var rows = database.Prepare(Select).Text(account.Value).Text(destination.Destination).Text(destination.Recipient).Query();
        while (rows.Next())
        {
            deliveries.Add(Map(rows));
        }

        return deliveries;
    }

    private static Delivery Map(Rows rows) => new(new((ReadingKind)rows.Int(), rows.Instant()), Figures.Parse(rows.Text()), (DeliveryState)rows.Int())
    {
        Reason = rows.OptionalText(),
        RemoteId = rows.OptionalText(),
        Attempts = rows.Int(),
        NotBefore = rows.OptionalInstant(),
        ChangedAt = rows.Instant(),
    };
}
