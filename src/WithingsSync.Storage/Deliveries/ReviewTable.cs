using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Storage.Deliveries;

/// <summary>What a person said of readings that may be somebody else's: the last word on each.</summary>
internal sealed class ReviewTable(Database database)
{
    private const string Upsert = """
        insert into reviews (account_id, kind, measured_at, accepted, decided_at) values ($1, $2, $3, $4, $5)
        on conflict (account_id, kind, measured_at) do update set accepted = excluded.accepted, decided_at = excluded.decided_at
        """;

    private const string Select = "select kind, measured_at, accepted, decided_at from reviews where account_id = $1";

    public int Save(AccountId account, IReadOnlyList<Review> reviews)
    {
        var statement = database.Prepare(Upsert);
        foreach (var review in reviews)
        {
            statement.Text(account.Value).Integer((long)review.Id.Kind).Instant(review.Id.MeasuredAt).Flag(review.IsAccepted).Instant(review.DecidedAt).RunSoon();
        }

        return reviews.Count;
    }

    public IReadOnlyDictionary<ReadingId, Review> Read(AccountId account)
    {
        var reviews = new Dictionary<ReadingId, Review>();
        using var rows = database.Prepare(Select).Text(account.Value).Query();
        while (rows.Next())
        {
            var id = new ReadingId((ReadingKind)rows.Int(), rows.Instant());
            reviews.Add(id, new(id, rows.Integer() != 0, rows.Instant()));
        }

        return reviews;
    }
}
