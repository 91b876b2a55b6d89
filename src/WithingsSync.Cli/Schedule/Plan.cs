namespace WithingsSync.Cli.Schedule;

/// <summary>
/// When runs are due: the time since the start is cut into intervals, and each has one run at a random minute, so that not all the world asks at the full
/// hour. Two runs are never closer than half an interval, and none is further away than two, whatever the clock does, unless a service asked for that.
/// </summary>
internal sealed class Plan(DateTimeOffset start, TimeSpan interval)
{
    private DateTimeOffset _start = start;

    /// <param name="now">After a run; in which interval it ended decides.</param>
    /// <param name="previous">When that run began.</param>
    /// <param name="notBefore">What a service asked for, or null.</param>
    public DateTimeOffset Next(DateTimeOffset now, DateTimeOffset previous, DateTimeOffset? notBefore, Random random)
    {
        if (now < _start)
        {
            // The clock was set back: it starts anew.
            _start = now;
        }

        previous = previous < now ? previous : now;
        var slot = _start + (interval * (Math.Floor((now - _start) / interval) + 1));
        var earliest = previous + (interval / 2) > slot ? previous + (interval / 2) : slot;
        var minutes = Math.Max((int)(slot + interval - earliest).TotalMinutes, 1);
        var next = earliest + TimeSpan.FromMinutes(random.Next(minutes));
        return notBefore > next ? notBefore.Value + TimeSpan.FromMinutes(1) : next;
    }
}
