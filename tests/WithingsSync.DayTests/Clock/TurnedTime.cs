namespace WithingsSync.DayTests.Clock;

/// <summary>
/// A clock that stands until it is turned to the next moment at which something is due. What is due at one moment is set off together, on the thread pool, and
/// whoever turns the clock waits until all of it has come to rest (see <see cref="Stillness"/>): so no time passes while anybody works.
/// </summary>
internal sealed class TurnedTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<(Alarm Alarm, int Setting), (DateTimeOffset Due, long Order)> _alarms = new();
    private DateTimeOffset _now = start;
    private long _order;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the next timer is due; null when none is set.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate)
            {
                while (_alarms.TryPeek(out var first, out var when))
                {
                    if (first.Alarm.Setting == first.Setting)
                    {
                        return when.Due;
                    }

                    _alarms.Dequeue();
                }

                return null;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Turns the clock, and sets off what is due then. Nothing may be due before.</summary>
    public void TurnTo(DateTimeOffset moment)
    {
        lock (_gate)
        {
            _now = moment > _now ? moment : _now;
            while (_alarms.TryPeek(out _, out var when) && when.Due <= _now)
            {
                var (alarm, setting) = _alarms.Dequeue();
                if (alarm.Setting == setting)
                {
                    ThreadPool.QueueUserWorkItem(static one => one.Ring(), alarm, preferLocal: false);
                    alarm.Rearm();
                }
            }
        }
    }

    private sealed class Alarm(TurnedTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        /// <summary>How often it was set: an earlier setting no longer counts.</summary>
        public int Setting { get; private set; }

        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                _period = period;
                Setting++;
                if (dueTime >= TimeSpan.Zero)
                {
                    time._alarms.Enqueue((this, Setting), (time._now + dueTime, ++time._order));
                }
            }

            return true;
        }

        /// <summary>The caller holds the gate.</summary>
        public void Rearm()
        {
            Setting++;
            if (_period > TimeSpan.Zero)
            {
                time._alarms.Enqueue((this, Setting), (time._now + _period, ++time._order));
            }
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                Setting++;
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
