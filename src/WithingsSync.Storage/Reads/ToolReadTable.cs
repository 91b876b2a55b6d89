using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Storage.Reads;

/// <summary>The access log, an entry for each answer.</summary>
internal sealed class ToolReadTable(Database database, TimeProvider time)
{
    private const string Insert = "insert into tool_reads (account_id, read_at, id, client, what, from_at, to_at, records, program) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    private const string Select = """
        select read_at, client, what, from_at, to_at, records, program from tool_reads
        where account_id = $1 and read_at >= $2 and ($3 = '' or client = $3) order by read_at desc, id desc limit $4
        """;

    public int Save(AccountId account, string client, string? program, string what, DateTimeOffset? from, DateTimeOffset? to, int count)
    {
        var now = time.GetUtcNow();
        return database.Prepare(Insert).Text(account.Value).Instant(now).Text(Guid.CreateVersion7(now).ToString()).Text(client).Text(what).Instant(from).Instant(to).Integer(count).Text(program).Run();
    }

    public IReadOnlyList<ToolRead> Read(AccountId account, DateTimeOffset since, int limit, string? client)
    {
        using var rows = database.Prepare(Select).Text(account.Value).Instant(since).Text(client ?? "").Integer(limit).Query();
        var reads = new List<ToolRead>();
        while (rows.Next())
        {
            reads.Add(new(rows.Instant(), rows.Text(), rows.Text(), rows.OptionalInstant(), rows.OptionalInstant(), rows.Int(), rows.OptionalText()));
        }

        return reads;
    }

    /// <returns>How many entries were older.</returns>
    public int Forget(DateTimeOffset before) => database.Prepare("delete from tool_reads where read_at < $1").Instant(before).Run();
}
