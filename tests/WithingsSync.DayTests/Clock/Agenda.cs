using System.Collections.Concurrent;

namespace WithingsSync.DayTests.Clock;

/// <summary>
/// What is to happen at which moment of a turned clock. Everything that is due at one moment is started together and runs side by side; the clock is turned when all of
/// it, and all that follows from it, is done or waits for the clock.
/// </summary>
internal sealed class Agenda(TurnedTime time, Stillness stillness)
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Func<Task>, (DateTimeOffset At, long Order)> _due = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private long _order;

    /// <summary>Called whenever everything is at rest, before the clock is turned. True when it started something.</summary>
    public Func<bool> AtRest { get; set; } = () => false;

    public void At(DateTimeOffset moment, Func<Task> doAsync)
    {
        lock (_gate)
        {
            _due.Enqueue(doAsync, (moment, ++_order));
        }
    }

    /// <summary>Again and again, once at a time: what falls into a run is made up for when it ends.</summary>
    public void Every(TimeSpan period, Func<Task> doAsync)
    {
        var next = time.GetUtcNow();
        At(next, TurnAsync);

        async Task TurnAsync()
        {
            await doAsync();
            next += period;
            At(next, TurnAsync);
        }
    }

    /// <summary>Starts something now.</summary>
    public void Start(Func<Task> doAsync) => _ = Task.Run(async () =>
    {
        try
        {
            await doAsync();
        }
        catch (Exception failure)
        {
            // The edge of the work: whoever turns the clock hears of it.
            _failures.Enqueue(failure);
        }
    });

    /// <summary>Lets time pass, on a thread of its own, until that moment or until the condition holds.</summary>
    /// <exception cref="AggregateException">Work failed.</exception>
    public Task PassAsync(DateTimeOffset until, Func<bool>? isEnough = null)
    {
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                Pass(until, isEnough ?? (() => false));
                passed.SetResult();
            }
            catch (Exception failure)
            {
                passed.SetException(failure);
            }
        })
        { IsBackground = true, Name = "clock" };
        thread.Start();
        return passed.Task;
    }

    private void Pass(DateTimeOffset until, Func<bool> isEnough)
    {
        while (true)
        {
            stillness.Wait();
            if (!_failures.IsEmpty)
            {
                throw new AggregateException(_failures);
            }

            if (AtRest())
            {
                continue;
            }

            if (isEnough())
            {
                return;
            }

            DateTimeOffset? agenda;
            lock (_gate)
            {
                agenda = _due.TryPeek(out _, out var first) ? first.At : null;
            }

            var next = time.NextDue is { } timer && !(agenda <= timer) ? timer : agenda;
            if (next is not { } moment || moment > until)
            {
                time.TurnTo(until);
                return;
            }

            time.TurnTo(moment);
            StartDue();
        }
    }

    private void StartDue()
    {
        var now = time.GetUtcNow();
        while (true)
        {
            Func<Task> next;
            lock (_gate)
            {
                if (!_due.TryPeek(out _, out var first) || first.At > now)
                {
                    return;
                }

                next = _due.Dequeue();
            }

            Start(next);
        }
    }
}
