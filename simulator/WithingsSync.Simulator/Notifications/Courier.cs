using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.Notifications;

/// <summary>
/// Takes notifications to their callbacks: section 9.5. What is due is decided on the simulator's clock and under the world's gate; what is on its way
/// is in the background and holds nothing.
/// </summary>
internal sealed class Courier : IAsyncDisposable
{
    /// <summary>Tried at once and again after 10 s, a minute, an hour, four hours. SIM: counted from the first time it was due.</summary>
    private static readonly int[] RoundSeconds = [0, 10, 60, 3_600, 14_400];
    private const int TriesOfARound = 2;
    private const int Kept = 50_000;

    private readonly SimulatedWorld _world;
    private readonly Postman _postman;
    private readonly NewsDesk _desk;
    private readonly ITimer _timer;
    private readonly PriorityQueue<Delivery, (DateTimeOffset Due, long Order)> _due = new();
    private readonly Queue<Delivery> _log = new();
    private readonly SemaphoreSlim _advancing = new(1);
    private TaskCompletionSource _returned = NewSignal();
    private long _order;
    private long _lastId;
    private int _underWay;
    private bool _closed;

    public Courier(SimulatedWorld world, NotificationManners manners)
    {
        _world = world;
        Manners = manners;
        _postman = new(manners);
        _desk = new(world);
        _timer = world.Options.Time.CreateTimer(_ => Pump(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public NotificationManners Manners { get; }

    /// <summary>The latest, oldest first.</summary>
    public IReadOnlyList<SentNotification> Log => [.. _log.Select(d => d.Shown)];

    public void ClearLog() => _log.Clear();

    public Task<bool> ProbeAsync(Uri callback, CancellationToken cancellationToken) => _postman.ProbeAsync(callback, cancellationToken);

    /// <summary>From now on, what time brings to this person is news.</summary>
    public void Follow(long userId)
    {
        _desk.Follow(userId);
        Arm();
    }

    /// <summary>Something happened to somebody's data: everybody who subscribed to it is to hear of it.</summary>
    public void Announce(long userId, int appli, params IEnumerable<KeyValuePair<string, string>> more)
    {
        foreach (var subscription in _world.Subscribed.Of(userId).Where(s => s.Appli == appli).ToList())
        {
            Accept(subscription, [new("userid", $"{userId}"), new("appli", $"{appli}"), .. more]);
        }

        Pump();
    }

    /// <summary>The next moment at which there is something to do; <see langword="null"/> when nothing waits.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            DateTimeOffset? delivery = _due.TryPeek(out _, out var first) ? first.Due : null;
            return _desk.Next is { } news && !(delivery <= news) ? news : delivery;
        }
    }

    /// <summary>Sends off everything that is due by now.</summary>
    public void Pump()
    {
        lock (_world.Gate)
        {
            if (_closed)
            {
                return;
            }

            foreach (var news in _desk.Take())
            {
                foreach (var subscription in _world.Subscribed.Of(news.UserId).Where(s => s.Appli == news.Appli).ToList())
                {
                    Accept(subscription, [new("userid", $"{news.UserId}"), new("appli", $"{news.Appli}"), .. news.Fields]);
                }
            }

            while (_due.TryPeek(out var delivery, out var first) && first.Due <= _world.UtcNow)
            {
                _due.Dequeue();
                Start(delivery);
            }

            Arm();
        }
    }

    /// <summary>Waits until nothing that is due by now is left or under way.</summary>
    public async Task SettleAsync()
    {
        while (true)
        {
            Pump();
            Task returned;
            lock (_world.Gate)
            {
                if (_closed || (_underWay == 0 && !(NextDue <= _world.UtcNow)))
                {
                    return;
                }

                returned = _returned.Task;
            }

            await returned;
        }
    }

    /// <summary>Moves the clock from one due notification to the next, and waits at each until all that are due have been tried.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        await _advancing.WaitAsync();
        try
        {
            for (var rest = by; rest > TimeSpan.Zero;)
            {
                await SettleAsync();
                lock (_world.Gate)
                {
                    var wait = _closed ? null : NextDue - _world.UtcNow;
                    var step = TimeSpan.FromTicks(Math.Clamp(wait?.Ticks ?? rest.Ticks, 0, rest.Ticks));
                    _world.Clock.Offset += step;
                    rest -= step;
                }
            }

            await SettleAsync();
        }
        finally
        {
            _advancing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_world.Gate)
        {
            _closed = true;
        }

        await _timer.DisposeAsync();
        _postman.Dispose();
        _advancing.Dispose();
    }

    private void Accept(Subscription subscription, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        var now = _world.UtcNow;
        for (var copy = 0; copy < Math.Max(1, Manners.Copies); copy++)
        {
            var delivery = new Delivery(new(++_lastId, now, subscription, fields));
            _log.Enqueue(delivery);
            if (_log.Count > Kept)
            {
                _log.Dequeue();
            }

            if (Manners.Loses)
            {
                delivery.Shown = delivery.Shown with { Status = NotificationStatus.Lost };
                continue;
            }

            var late = Manners.Disorders && _lastId % 2 == 1 ? TimeSpan.FromSeconds(30) : TimeSpan.Zero;
            delivery.First = now + Manners.Delay + late;
            _due.Enqueue(delivery, (delivery.First, ++_order));
        }
    }

    private void Start(Delivery delivery)
    {
        // The news that somebody left is taken to those who had subscribed before.
        if (delivery.Shown.Appli != Categories.Profile && _world.Subscribed.Current(delivery.Shown.Subscription) is null)
        {
            delivery.Shown = delivery.Shown with { Status = NotificationStatus.Cancelled };
            return;
        }

        _underWay++;
        _ = Task.Run(() => GoAsync(delivery));
    }

    private async Task GoAsync(Delivery delivery)
    {
        var tries = new List<NotificationTry>(TriesOfARound);
        while (tries.Count < TriesOfARound && !tries.Exists(t => t.Succeeded))
        {
            var at = _world.UtcNow;
            tries.Add(new(at, await _postman.PostAsync(delivery.Shown.Subscription.CallbackUrl, delivery.Shown.Fields)));
        }

        TaskCompletionSource returned;
        lock (_world.Gate)
        {
            delivery.Shown = delivery.Shown with { Tries = [.. delivery.Shown.Tries, .. tries] };
            Judge(delivery, tries[^1].Succeeded);
            _underWay--;
            (returned, _returned) = (_returned, NewSignal());
            if (!_closed)
            {
                Arm();
            }
        }

        returned.SetResult();
    }

    private void Judge(Delivery delivery, bool succeeded)
    {
        var subscription = delivery.Shown.Subscription;
        var before = _world.Subscribed.Current(subscription);
        if (succeeded)
        {
            delivery.Shown = delivery.Shown with { Status = NotificationStatus.Delivered };
            _world.Subscribed.Succeeded(subscription);
        }
        else
        {
            _world.Subscribed.Failed(subscription, _world.UtcNow);
            if (++delivery.Round < RoundSeconds.Length)
            {
                _due.Enqueue(delivery, (delivery.First + TimeSpan.FromSeconds(RoundSeconds[delivery.Round]) + Extra(delivery), ++_order));
            }
            else
            {
                delivery.Shown = delivery.Shown with { Status = NotificationStatus.Dropped };
            }
        }

        if (_world.Subscribed.Current(subscription) != before && !_closed)
        {
            _world.Save();
        }
    }

    /// <summary>SIM: section 9.5 speaks of a random extra and not how much: up to a tenth of the wait.</summary>
    private TimeSpan Extra(Delivery delivery)
    {
        var chance = Chance.For(Topic.Notification, _world.Options.Seed, delivery.Shown.Id, delivery.Round);
        return TimeSpan.FromMilliseconds(Math.Round(chance.Unit() * RoundSeconds[delivery.Round] * 100));
    }

    private void Arm()
    {
        // No timer can be set for longer than some weeks; one that comes too early finds nothing to do.
        var wait = NextDue - _world.UtcNow;
        _timer.Change(wait is { } rest ? TimeSpan.FromTicks(Math.Clamp(rest.Ticks, 0, TimeSpan.TicksPerDay)) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Delivery(SentNotification notification)
    {
        public SentNotification Shown { get; set; } = notification;

        public DateTimeOffset First { get; set; }

        public int Round { get; set; }
    }
}
