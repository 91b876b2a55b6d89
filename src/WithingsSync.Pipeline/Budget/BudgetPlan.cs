using WithingsSync.Pipeline.Accounts;

namespace WithingsSync.Pipeline.Budget;

/// <summary>
/// Who goes next, as a pure function of what left in the last minute and who waits. Lanes are strict; within a lane goes whoever had the fewest places in the last
/// minute, then the one served longest ago, then the oldest ticket. In the interactive lane the application's own calls (a code that dies) go before those for
/// a person's data, which keep out of the reserve and flow evenly as the others do: a long answer must not leave a minute behind it in which nobody can connect.
/// </summary>
public static class BudgetPlan
{
    /// <param name="slots">Places taken; those older than <see cref="BudgetRules.Hold"/> do not count.</param>
    public static BudgetTurn Decide(IEnumerable<BudgetSlot> slots, IEnumerable<BudgetTicket> waiting, DateTimeOffset now, BudgetRules rules)
    {
        var window = new Window(slots.Where(slot => slot.At + rules.Hold > now), now, rules);
        var queue = waiting.Select(ticket => (Ticket: ticket, Lane: LaneOf(ticket, now, rules))).ToList();
        var granted = new List<BudgetTicket>();
        while (queue.Count > 0)
        {
            var next = Enumerable.Range(0, queue.Count).MinBy(at => window.RankOf(queue[at].Ticket, queue[at].Lane));
            var (ticket, lane) = queue[next];
            if (window.WaitOf(lane, ticket.Account) > TimeSpan.Zero)
            {
                break;
            }

            window.Take(ticket);
            granted.Add(ticket);
            queue.RemoveAt(next);
        }

        // Whoever is first waits the shortest: lanes below have to leave more room and more distance.
        var first = queue.Count == 0 ? default : queue.MinBy(one => window.RankOf(one.Ticket, one.Lane));
        return new(granted, queue.Count == 0 ? null : window.WaitOf(first.Lane, first.Ticket.Account));
    }

    /// <summary>How long a person would wait whose data is asked for now while they look at the page, behind as many others who do.</summary>
    public static TimeSpan InteractiveWait(IEnumerable<BudgetSlot> slots, int ahead, DateTimeOffset now, BudgetRules rules) =>
        new Window(slots.Where(slot => slot.At + rules.Hold > now), now, rules).UntilRoom(ahead);

    /// <summary>The lane in which a ticket is served: its own, or a higher one when it has waited long.</summary>
    public static Lane LaneOf(BudgetTicket ticket, DateTimeOffset now, BudgetRules rules)
    {
        if (ticket.Lane <= Lane.Notification)
        {
            return ticket.Lane;
        }

        var risen = (int)Math.Clamp((now - ticket.AskedAt) / rules.Patience, 0, (int)Lane.Backfill);
        return (Lane)Math.Max((int)Lane.Notification, (int)ticket.Lane - risen);
    }

    /// <summary>The places taken in the last minute, and what may be added to them at this moment.</summary>
    private sealed class Window
    {
        private readonly DateTimeOffset _now;
        private readonly BudgetRules _rules;
        private readonly List<DateTimeOffset> _taken;
        private readonly Dictionary<string, (int Count, DateTimeOffset Last)> _people = new(StringComparer.Ordinal);

        /// <summary>When the even flow has caught up with what left: each request that is not interactive puts it off by one interval.</summary>
        private DateTimeOffset _evenAt = DateTimeOffset.MinValue;

        public Window(IEnumerable<BudgetSlot> slots, DateTimeOffset now, BudgetRules rules)
        {
            (_now, _rules, _taken) = (now, rules, []);
            foreach (var slot in slots.OrderBy(slot => slot.At))
            {
                Add(slot.At, slot.Lane, slot.Account);
            }
        }

        public (Lane Lane, bool IsPersons, int Count, DateTimeOffset Last, DateTimeOffset AskedAt, string Id) RankOf(BudgetTicket ticket, Lane lane)
        {
            var (count, last) = _people.GetValueOrDefault(KeyOf(ticket.Account));
            return (lane, lane == Lane.Interactive && ticket.Account is not null, count, last, ticket.AskedAt, ticket.Id);
        }

        public void Take(BudgetTicket ticket) => Add(_now, ticket.Lane, ticket.Account);

        /// <summary>How long somebody in that lane waits from now, if nobody else comes.</summary>
        public TimeSpan WaitOf(Lane lane, AccountId? account)
        {
            if (lane == Lane.Interactive && account is null)
            {
                return UntilLessThan(_rules.PerMinute);
            }

            var burst = lane > Lane.Notification ? _rules.BackgroundBurst : _taken.Count < _rules.PerMinute / 2 ? _rules.QuietBurst : _rules.BusyBurst;
            var even = _evenAt == DateTimeOffset.MinValue ? TimeSpan.Zero : _evenAt - _now - ((burst - 1) * _rules.Interval);
            var room = UntilLessThan(_rules.Shared);
            return even > room ? even : room;
        }

        /// <summary>How long until there is room for one more than so many who share.</summary>
        public TimeSpan UntilRoom(int ahead) =>
            _taken.Count + ahead < _rules.Shared ? TimeSpan.Zero : _taken.Count == 0 ? _rules.Interval * ahead : _taken[Math.Clamp(_taken.Count - _rules.Shared + ahead, 0, _taken.Count - 1)] + _rules.Hold - _now;

        private static string KeyOf(AccountId? account) => account?.Value ?? string.Empty;

        private void Add(DateTimeOffset at, Lane lane, AccountId? account)
        {
            _taken.Add(at);
            var (count, _) = _people.GetValueOrDefault(KeyOf(account));
            _people[KeyOf(account)] = (count + 1, at);
            if (lane != Lane.Interactive || account is not null)
            {
                _evenAt = (_evenAt > at ? _evenAt : at) + _rules.Interval;
            }
        }

        private TimeSpan UntilLessThan(int limit) => _taken.Count < limit ? TimeSpan.Zero : _taken[_taken.Count - limit] + _rules.Hold - _now;
    }
}
