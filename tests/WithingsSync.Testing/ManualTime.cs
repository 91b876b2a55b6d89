namespace WithingsSync.Testing;

/// <summary>A clock that stands until a test turns it. Timers fire in the order they are due, on the thread that turns.</summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly DateTimeOffset _start = start;
    private DateTimeOffset _now = start;
    private TimeSpan _setBack;
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;
    private TaskCompletionSource _changed = NewSignal();

    public ManualTime()
        : this(new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override TimeZoneInfo LocalTimeZone => _zone;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How far the clock was turned in all.</summary>
    public TimeSpan Elapsed => GetUtcNow() - _start;

    public void SetLocalTimeZone(TimeZoneInfo zone) => _zone = zone;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    /// <summary>Goes on evenly, whatever is done to the clock's hands.</summary>
    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return (_now + _setBack).UtcTicks;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Turns the clock, firing what falls due on the way.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var until = GetUtcNow() + by;
        while (NextDue(until) is { } timer)
        {
            timer.Fire();
        }

        lock (_gate)
        {
            _now = until;
        }
    }

    /// <summary>Somebody corrects a clock that was ahead: no time passes, and timers are due as soon as before.</summary>
    public void SetBack(TimeSpan by)
    {
        lock (_gate)
        {
            _now -= by;
            _setBack += by;
            _timers.ForEach(timer => timer.Shift(-by));
        }
    }

    /// <summary>
    /// Lets some work run to its end: as often as it waits for at most <paramref name="longest"/> (a minute and a half when not given), the clock is
    /// turned to the end of that wait. Timers set for longer (time-outs, in a test) stay untouched.
    /// </summary>
    public async Task<T> DriveAsync<T>(Task<T> work, TimeSpan? longest = null)
    {
        while (!work.IsCompleted)
        {
            Task changed;
            TimeSpan? wait;
            lock (_gate)
            {
                changed = _changed.Task;
                wait = _timers.Where(timer => timer.Due is not null && timer.Wait <= (longest ?? TimeSpan.FromSeconds(90))).Min(timer => timer.Due) - _now;
            }

            if (wait is { } rest)
            {
                Advance(rest);
            }
            else
            {
                await Task.WhenAny(work, changed).WaitAsync(TimeSpan.FromSeconds(30));
            }
        }

        return await work;
    }

    public async Task DriveAsync(Task work, TimeSpan? longest = null) => await DriveAsync(AnsweringAsync(work), longest);

    private static async Task<bool> AnsweringAsync(Task work)
    {
        await work;
        return true;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ManualTimer? NextDue(DateTimeOffset until)
    {
        lock (_gate)
        {
            var next = _timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
            if (next is { Due: { } due })
            {
                _now = due > _now ? due : _now;
                next.Rearm();
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset? Due { get; private set; }

        /// <summary>For how long it was set.</summary>
        public TimeSpan Wait { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            TaskCompletionSource changed;
            lock (time._gate)
            {
                _period = period;
                Wait = dueTime;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime;
                time._timers.Remove(this);
                if (Due is not null)
                {
                    time._timers.Add(this);
                }

                (changed, time._changed) = (time._changed, NewSignal());
            }

            changed.TrySetResult();
            return true;
        }

        /// <summary>Sets the next time of a periodic timer; the caller holds the gate.</summary>
        public void Rearm()
        {
            Due = _period > TimeSpan.Zero ? Due + _period : null;
            if (Due is null)
            {
                time._timers.Remove(this);
            }
        }

        /// <summary>The clock was corrected; the caller holds the gate.</summary>
        public void Shift(TimeSpan by) => Due += by;

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (time._gate)
            {
                Due = null;
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
