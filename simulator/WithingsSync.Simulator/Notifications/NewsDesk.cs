namespace WithingsSync.Simulator.Notifications;

/// <summary>Knows what the passing of time brings to the people someone subscribed to, a day ahead.</summary>
internal sealed class NewsDesk(SimulatedWorld world)
{
    private const long DaySeconds = 86_400;
    private readonly Dictionary<long, Watch> _watches = [];
    private readonly PriorityQueue<Watch, long> _next = new();

    public DateTimeOffset? Next => _next.TryPeek(out _, out var at) ? DateTimeOffset.FromUnixTimeSeconds(at) : null;

    public void Follow(long userId)
    {
        if (!world.Options.GeneratesReadings || userId == 0 || _watches.ContainsKey(userId))
        {
            return;
        }

        var watch = new Watch(userId, world.Clock.Now);
        _watches[userId] = watch;
        Queue(watch);
    }

    /// <summary>What has happened by now and was not told yet, in order.</summary>
    public IEnumerable<News> Take()
    {
        while (_next.TryPeek(out var watch, out var at) && at <= world.Clock.Now)
        {
            _next.Dequeue();
            if (world.Subscribed.Of(watch.UserId).Count == 0)
            {
                _watches.Remove(watch.UserId);
                continue;
            }

            while (watch.Coming.TryPeek(out var news) && news.At <= at)
            {
                yield return watch.Coming.Dequeue();
            }

            Queue(watch);
        }
    }

    private void Queue(Watch watch)
    {
        if (watch.Coming.Count == 0)
        {
            var until = watch.Until + DaySeconds;
            foreach (var news in GeneratedNews.Between(world.HistoryOf(watch.UserId), watch.Until, until))
            {
                watch.Coming.Enqueue(news);
            }

            watch.Until = until;
        }

        _next.Enqueue(watch, watch.Coming.TryPeek(out var first) ? first.At : watch.Until);
    }

    /// <param name="from">All up to this second has been told.</param>
    private sealed class Watch(long userId, long from)
    {
        public long UserId { get; } = userId;

        public Queue<News> Coming { get; } = new();

        public long Until { get; set; } = from;
    }
}
