using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;

namespace WithingsSync.Storage.Server;

/// <summary>Places taken and tickets waiting; a ticket that was granted and its place have one id.</summary>
internal sealed class BudgetTable(Database database)
{
    /// <summary>Milliseconds since 1970 on the database's own clock, which all its nodes share.</summary>
    public DateTimeOffset? ClockOfDatabase()
    {
        if (database.Clock is not { } clock)
        {
            return null;
        }

        using var rows = database.Prepare($"select {clock}").Query();
        return rows.Next() ? DateTimeOffset.FromUnixTimeMilliseconds(rows.Integer()) : null;
    }

    /// <summary>Places that came free go. A place in the future is that of a clock that was set back since: taken now.</summary>
    public void Prune(DateTimeOffset now, TimeSpan hold)
    {
        database.Prepare("delete from budget_slots where at_ms <= $1").Integer(Milliseconds(now - hold)).Run();
        database.Prepare("update budget_slots set at_ms = $1 where at_ms > $2").Integer(Milliseconds(now)).Integer(Milliseconds(now)).Run();
    }

    /// <summary>Who was not seen for so long has died; what was granted to them and not fetched is free again.</summary>
    public void DropUnseen(DateTimeOffset before, DateTimeOffset after)
    {
        database.Prepare("delete from budget_slots where id in (select id from budget_tickets where seen_at_ms < $1 and granted_at_ms is not null)")
            .Integer(Milliseconds(before)).Run();
        database.Prepare("delete from budget_tickets where seen_at_ms < $1 or seen_at_ms > $2").Integer(Milliseconds(before)).Integer(Milliseconds(after)).Run();
    }

    public List<BudgetSlot> Slots()
    {
        var slots = new List<BudgetSlot>();
        using var rows = database.Prepare("select at_ms, lane, account_id from budget_slots order by at_ms").Query();
        while (rows.Next())
        {
            slots.Add(new(DateTimeOffset.FromUnixTimeMilliseconds(rows.Integer()), (Lane)rows.Int(), Account(rows.OptionalText())));
        }

        return slots;
    }

    public List<WaitingTicket> Tickets()
    {
        var tickets = new List<WaitingTicket>();
        using var rows = database.Prepare("select id, node, lane, account_id, asked_at_ms, seen_at_ms, granted_at_ms from budget_tickets").Query();
        while (rows.Next())
        {
            var ticket = new BudgetTicket(rows.Text(), rows.Text(), (Lane)rows.Int(), Account(rows.OptionalText()), DateTimeOffset.FromUnixTimeMilliseconds(rows.Integer()));
            tickets.Add(new(ticket, DateTimeOffset.FromUnixTimeMilliseconds(rows.Integer()), rows.OptionalInteger() is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null));
        }

        return tickets;
    }

    public void Register(BudgetTicket ticket, DateTimeOffset now) => database
        .Prepare("insert into budget_tickets (id, node, lane, account_id, asked_at_ms, seen_at_ms) values ($1, $2, $3, $4, $5, $6)")
        .Text(ticket.Id).Text(ticket.Node).Integer((int)ticket.Lane).Text(ticket.Account?.Value).Integer(Milliseconds(ticket.AskedAt)).Integer(Milliseconds(now)).Run();

    public void Touch(string node, DateTimeOffset now) =>
        database.Prepare("update budget_tickets set seen_at_ms = $1 where node = $2").Integer(Milliseconds(now)).Text(node).Run();

    public void MarkGranted(string id, DateTimeOffset now) =>
        database.Prepare("update budget_tickets set granted_at_ms = $1 where id = $2").Integer(Milliseconds(now)).Text(id).Run();

    /// <summary>A ticket whose process never heard of its place, because the connection broke, comes again under the same id.</summary>
    public void Take(BudgetTicket ticket, DateTimeOffset now) => database
        .Prepare("insert into budget_slots (id, at_ms, lane, account_id) values ($1, $2, $3, $4) on conflict (id) do update set at_ms = excluded.at_ms")
        .Text(ticket.Id).Integer(Milliseconds(now)).Integer((int)ticket.Lane).Text(ticket.Account?.Value).Run();

    /// <summary>A place that was fetched late counts from when it was fetched.</summary>
    public void Restamp(string id, DateTimeOffset now) =>
        database.Prepare("update budget_slots set at_ms = $1 where id = $2").Integer(Milliseconds(now)).Text(id).Run();

    public void RemoveTicket(string id) => database.Prepare("delete from budget_tickets where id = $1").Text(id).Run();

    public void RemoveSlot(string id) => database.Prepare("delete from budget_slots where id = $1").Text(id).Run();

    private static AccountId? Account(string? id) => id is null ? null : new(id);

    private static long Milliseconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    /// <param name="SeenAt">When its process last asked for it.</param>
    /// <param name="GrantedAt">When another process let it go; its own has not noticed yet.</param>
    internal sealed record WaitingTicket(BudgetTicket Ticket, DateTimeOffset SeenAt, DateTimeOffset? GrantedAt);
}
