using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;

namespace WithingsSync.Tests.Pipeline.Budget;

/// <summary>Requests that come by chance and a clock that jumps from one event to the next; each waking is late by chance, as on a busy machine.</summary>
internal sealed class BudgetScene(int seed)
{
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<BudgetTicket, DateTimeOffset> _arrivals = new();
    private readonly List<BudgetTicket> _waiting = [];
    private int _count;

    public Random Random { get; } = new(seed);

    public BudgetRules Rules { get; init; } = BudgetRules.Default;

    /// <summary>Who went when, in order.</summary>
    public List<(BudgetTicket Ticket, DateTimeOffset At)> Gone { get; } = [];

    public void Ask(Lane lane, string person, double atSecond)
    {
        var at = Start.AddSeconds(atSecond);
        _arrivals.Enqueue(new($"{_count++:d6}", "node", lane, new AccountId(person), at), at);
    }

    /// <summary>The application's own call.</summary>
    public void AskForAll(Lane lane, double atSecond)
    {
        var at = Start.AddSeconds(atSecond);
        _arrivals.Enqueue(new($"{_count++:d6}", "node", lane, null, at), at);
    }

    /// <summary>Runs until the clock shows so many seconds.</summary>
    public void Run(double seconds)
    {
        var (now, until) = (Start, Start.AddSeconds(seconds));
        TimeSpan? look = null;
        while (true)
        {
            var next = _arrivals.TryPeek(out _, out var arrival) ? arrival : DateTimeOffset.MaxValue;
            if (look is { } wait && now + wait + TimeSpan.FromMilliseconds(Random.Next(0, 20)) is var waking && waking < next)
            {
                next = waking;
            }

            if (next >= until)
            {
                return;
            }

            now = next > now ? next : now;
            while (_arrivals.TryPeek(out _, out arrival) && arrival <= now)
            {
                _waiting.Add(_arrivals.Dequeue());
            }

            var turn = BudgetPlan.Decide(Gone.Select(gone => new BudgetSlot(gone.At, gone.Ticket.Lane, gone.Ticket.Account)).Reverse().Take(200), _waiting, now, Rules);
            Gone.AddRange(turn.Granted.Select(ticket => (ticket, now)));
            _waiting.RemoveAll(turn.Granted.Contains);
            look = turn.LookAgainIn;
        }
    }

    /// <summary>The fullest 60 seconds as Withings sees them, each request on its way for up to 400 ms.</summary>
    public int FullestMinute()
    {
        var arrived = Gone.Select(gone => gone.At.AddMilliseconds(Random.Next(0, 400))).Order().ToList();
        var (most, first) = (0, 0);
        for (var last = 0; last < arrived.Count; last++)
        {
            while (arrived[last] - arrived[first] > TimeSpan.FromSeconds(60))
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }
}
