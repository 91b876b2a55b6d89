using WithingsSync.Pipeline.Budget;

namespace WithingsSync.Storage.Server;

/// <summary>
/// The request budget of all processes. One turn is one short transaction with the others kept out: it announces tickets, clears away what is old, lets go whoever may
/// go, of any process, and tells the caller which of its own tickets went.
/// </summary>
/// <param name="database">Where places and tickets are kept; they outlive a restart.</param>
/// <param name="rules">The same in all processes.</param>
public sealed class BudgetStore(ServerDatabase database, BudgetRules rules)
{
    /// <summary>A process that has not asked for so long is dead or out of touch; its tickets keep nobody waiting.</summary>
    private static readonly TimeSpan Unseen = TimeSpan.FromSeconds(5);

    /// <summary>How often tickets are marked as seen; oftener would only wear the disk.</summary>
    private static readonly TimeSpan SeenEvery = TimeSpan.FromSeconds(1);

    /// <summary>A place fetched later than this after it was granted counts from the fetching: <see cref="BudgetRules.Hold"/> allows for half a second.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(100);

    /// <param name="node">The process.</param>
    /// <param name="waiting">All of its tickets that wait. They are as old as their first turn.</param>
    /// <param name="givenUp">Ids of tickets that nobody waits for any more; their places, if they had any, were not used.</param>
    /// <param name="now">The moment; null for the database's own clock, where it has one that all processes share.</param>
    /// <exception cref="ArchiveException">The database did not do it; nothing was granted.</exception>
    public Task<BudgetLook> TurnAsync(string node, IReadOnlyList<BudgetTicket> waiting, IReadOnlyList<string> givenUp, DateTimeOffset? now, CancellationToken cancellationToken) =>
        database.Sessions.WriteAsync(session => Turn(session.Database, node, waiting, givenUp, now), cancellationToken);

    /// <exception cref="ArchiveException">The database cannot be read.</exception>
    public Task<BudgetState> LookAsync(DateTimeOffset? now, CancellationToken cancellationToken) => database.Sessions.RunAsync(
        session =>
        {
            var table = new BudgetTable(session.Database);
            var moment = now ?? table.ClockOfDatabase() ?? throw NoClock();
            var slots = table.Slots().FindAll(slot => slot.At + rules.Hold > moment);
            var waiting = table.Tickets().Where(one => one.GrantedAt is null).Select(one => one.Ticket).ToList();
            var wait = BudgetPlan.InteractiveWait(slots, waiting.Count(ticket => ticket.Lane == Lane.Interactive), moment, rules);
            return new BudgetState(slots.Count, Math.Max(0, rules.PerMinute - slots.Count), waiting, wait);
        },
        cancellationToken);

    private static InvalidOperationException NoClock() => new("This database has no clock of its own; the moment must be given.");

    private BudgetLook Turn(Database session, string node, IReadOnlyList<BudgetTicket> waiting, IReadOnlyList<string> givenUp, DateTimeOffset? given)
    {
        // The clock is read behind the lock, so that turns see it go forward.
        session.Lock("withings-sync budget");
        var table = new BudgetTable(session);
        var now = given ?? table.ClockOfDatabase() ?? throw NoClock();
        foreach (var id in givenUp)
        {
            table.RemoveTicket(id);
            table.RemoveSlot(id);
        }

        table.Prune(now, rules.Hold);
        var known = Known(table, node, now);
        foreach (var ticket in waiting.Where(ticket => !known.ContainsKey(ticket.Id)))
        {
            var asked = ticket with { AskedAt = now };
            table.Register(asked, now);
            known.Add(ticket.Id, new(asked, now, GrantedAt: null));
        }

        var mine = Fetch(table, waiting, known, now);
        var turn = BudgetPlan.Decide(table.Slots(), known.Values.Where(one => one.GrantedAt is null).Select(one => one.Ticket), now, rules);
        foreach (var ticket in turn.Granted)
        {
            table.Take(ticket, now);
            known.Remove(ticket.Id);
            if (ticket.Node == node)
            {
                table.RemoveTicket(ticket.Id);
                mine.Add(ticket.Id);
            }
            else
            {
                table.MarkGranted(ticket.Id, now);
            }
        }

        return new(mine, turn.LookAgainIn, known.Values.Any(one => one.Ticket.Node != node));
    }

    private static Dictionary<string, BudgetTable.WaitingTicket> Known(BudgetTable table, string node, DateTimeOffset now)
    {
        var tickets = table.Tickets();
        if (tickets.Any(one => one.Ticket.Node == node && (now - one.SeenAt).Duration() > SeenEvery))
        {
            table.Touch(node, now);
        }

        // A sight in the future is that of a clock that was set back since.
        bool IsGone(BudgetTable.WaitingTicket one) => one.Ticket.Node != node && (now - one.SeenAt).Duration() > Unseen;
        if (tickets.Exists(IsGone))
        {
            table.DropUnseen(now - Unseen, now + Unseen);
            tickets.RemoveAll(IsGone);
        }

        return tickets.ToDictionary(one => one.Ticket.Id, StringComparer.Ordinal);
    }

    /// <summary>What other processes granted to this one.</summary>
    private static List<string> Fetch(BudgetTable table, IReadOnlyList<BudgetTicket> waiting, Dictionary<string, BudgetTable.WaitingTicket> known, DateTimeOffset now)
    {
        var mine = new List<string>();
        foreach (var id in waiting.Select(ticket => ticket.Id))
        {
            if (known[id].GrantedAt is not { } granted)
            {
                continue;
            }

            if (now - granted > Late)
            {
                table.Restamp(id, now);
            }

            table.RemoveTicket(id);
            known.Remove(id);
            mine.Add(id);
        }

        return mine;
    }
}
