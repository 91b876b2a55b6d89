namespace WithingsSync.Testing;

/// <summary>
/// A clock that stands still until a test moves it. When it moves itself, a wait (<c>Task.Delay</c>) is over as soon as it has begun and the clock
/// shows its end, while a deadline (the timer of a <see cref="CancellationTokenSource"/>) comes only when the clock has really reached it.
/// </summary>
public sealed class SelfMovingTime(DateTimeOffset start, TimeZoneInfo? zone = null) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<SelfMovingTimer> _armed = [];
    private DateTimeOffset _now = start;

    /// <summary>Whether waits end at once.</summary>
    public bool MovesItself { get; init; } = true;

    public override TimeZoneInfo LocalTimeZone { get; } = zone ?? TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Advance(TimeSpan by) => MoveTo(GetUtcNow() + by);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SelfMovingTimer(this, () => callback(state), isDeadline: state is CancellationTokenSource);
        timer.Change(dueTime, period);
        return timer;
    }

    private void MoveTo(DateTimeOffset moment)
    {
        while (true)
        {
            SelfMovingTimer? next;
            lock (_gate)
            {
                next = _armed.Where(timer => timer.Due <= moment).MinBy(timer => timer.Due);
                _now = next is null ? Later(_now, moment) : Later(_now, next.Due);
                if (next is null)
                {
                    return;
                }

                _armed.Remove(next);
                if (next.Period > TimeSpan.Zero)
                {
                    next.Due += next.Period;
                    _armed.Add(next);
                }
            }

            next.Fire();
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private sealed class SelfMovingTimer(SelfMovingTime time, Action fire, bool isDeadline) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public Action Fire => fire;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._armed.Remove(this);
                if (dueTime < TimeSpan.Zero)
                {
                    return true;
                }

                (Due, Period) = (time._now + dueTime, period);
                time._armed.Add(this);
            }

            if (dueTime == TimeSpan.Zero || (time.MovesItself && !isDeadline))
            {
                // Not on this thread: whoever made the timer does not hold it yet.
                ThreadPool.QueueUserWorkItem(due => time.MoveTo(due), Due, preferLocal: false);
            }

            return true;
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                time._armed.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
