using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Storage.Deliveries;

/// <summary>From when on, and how far, each destination has its readings.</summary>
internal sealed class DeliveryMarkTable(Database database)
{
    private const string Upsert = """
        insert into delivery_marks (account_id, destination, recipient, since, mark) values ($1, $2, $3, $4, $5)
        on conflict (account_id, destination, recipient) do update set since = excluded.since, mark = excluded.mark
        """;

    private const string Select = "select since, mark from delivery_marks where account_id = $1 and destination = $2 and recipient = $3";

    private const string SelectDestinations = """
        select destination, recipient from delivery_marks where account_id = $1
        union
        select destination, recipient from deliveries where account_id = $1
        order by destination, recipient
        """;

    public int Save(AccountId account, DestinationAccount destination, DeliveryMarks marks) => database.Prepare(Upsert)
        .Text(account.Value).Text(destination.Destination).Text(destination.Recipient).Instant(marks.Since).Instant(marks.Mark).Run();

    public DeliveryMarks? Find(AccountId account, DestinationAccount destination)
    {
        using var rows = database.Prepare(Select).Text(account.Value).Text(destination.Destination).Text(destination.Recipient).Query();
        return rows.Next() ? new(rows.Instant(), rows.Instant()) : null;
    }

    /// <summary>Those with marks or with deliveries: either may come first.</summary>
    public IReadOnlyList<DestinationAccount> Destinations(AccountId account)
    {
        var destinations = new List<DestinationAccount>();
        using var rows = database.Prepare(SelectDestinations).Text(account.Value).Query();
        while (rows.Next())
        {
            destinations.Add(new(rows.Text(), rows.Text()));
        }

        return destinations;
    }
}
