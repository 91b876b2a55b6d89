using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Budget;

/// <summary>
/// This process's queue before the budget that all processes share. One turn in the database serves everybody who waits here; while nobody does, nothing is asked.
/// A database that cannot be reached lets nobody through.
/// </summary>
public sealed partial class SharedBudget : IRequestBudget, IAsyncDisposable
{
    /// <summary>How often we look whether another process let one of ours go.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>How often at least our tickets are seen to be alive.</summary>
    private static readonly TimeSpan SeenEvery = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(500);

    private readonly BudgetStore _store;
    private readonly TimeProvider _time;
    private readonly bool _databaseClock;
    private readonly ILogger<SharedBudget> _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Waiter> _waiters = new(StringComparer.Ordinal);
    private readonly List<string> _givenUp = [];
    private readonly string _node;
    private TaskCompletionSource _news = NewSignal();
    private Task _turns = Task.CompletedTask;
    private bool _isClosed;

    /// <param name="databaseClock">Whether the moment is the database's, so that the clocks of several machines need not agree.</param>
    /// <param name="node">The process's name at the admin route.</param>
    public SharedBudget(BudgetStore store, TimeProvider time, bool databaseClock, string node, ILogger<SharedBudget> logger)
    {
        (_store, _time, _databaseClock, _logger) = (store, time, databaseClock, logger);

        // A process that was started anew is another one: its tickets died with it.
        _node = $"{node}/{Guid.CreateVersion7():n}";
    }

    private DateTimeOffset? Now => _databaseClock ? null : _time.GetUtcNow();

    /// <inheritdoc/>
    public async Task WaitAsync(Lane lane, AccountId? account, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new Waiter(new(Guid.CreateVersion7().ToString(), _node, lane, account, _time.GetUtcNow()));
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _waiters.Add(waiter.Ticket.Id, waiter);
            Wake();
        }

        await using (cancellationToken.Register(() => GiveUp(waiter, cancellationToken)))
        {
            await waiter.Gone.Task;
        }
    }

    /// <summary>The budget of all processes at this moment.</summary>
    public Task<BudgetState> LookAsync(CancellationToken cancellationToken) => _store.LookAsync(Now, cancellationToken);

    /// <summary>Cancels who still waits, and takes their tickets back.</summary>
    public async ValueTask DisposeAsync()
    {
        Task turns;
        lock (_gate)
        {
            _isClosed = true;
            foreach (var waiter in _waiters.Values)
            {
                waiter.Gone.TrySetCanceled();
                _givenUp.Add(waiter.Ticket.Id);
            }

            _waiters.Clear();
            Wake();
            turns = _turns;
        }

        await turns;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>There is something to do. The caller holds the gate.</summary>
    private void Wake()
    {
        _news.TrySetResult();
        if (_turns.IsCompleted && _waiters.Count + _givenUp.Count > 0)
        {
            _turns = Task.Run(TakeTurnsAsync);
        }
    }

    private void GiveUp(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_waiters.Remove(waiter.Ticket.Id))
            {
                _givenUp.Add(waiter.Ticket.Id);
                waiter.Gone.TrySetCanceled(cancellationToken);
                Wake();
            }
        }
    }

    private async Task TakeTurnsAsync()
    {
        var hasFailed = false;
        while (true)
        {
            List<BudgetTicket> waiting;
            List<string> givenUp;
            Task news;
            lock (_gate)
            {
                if (_waiters.Count + _givenUp.Count == 0 || (_isClosed && hasFailed))
                {
                    // Completed here, inside the gate: whoever comes next starts anew.
                    _turns = Task.CompletedTask;
                    return;
                }

                waiting = [.. _waiters.Values.Select(waiter => waiter.Ticket)];
                givenUp = [.. _givenUp];
                _news = NewSignal();
                news = _news.Task;
            }

            TimeSpan pause;
            try
            {
                var look = await _store.TurnAsync(_node, waiting, givenUp, Now, CancellationToken.None);
                Release(look, givenUp.Count);
                pause = PauseAfter(look);
                hasFailed = false;
            }
            catch (Exception failure)
            {
                // The edge of the loop: a turn that failed let nobody go, and the next one may succeed.
                if (!hasFailed)
                {
                    Log.CannotAsk(_logger, failure.Message);
                }

                hasFailed = true;
                await Task.Delay(AfterFailure, _time);
                continue;
            }

            if (pause > TimeSpan.Zero)
            {
                using var over = new CancellationTokenSource();
                await Task.WhenAny(news, Task.Delay(pause, _time, over.Token));
                await over.CancelAsync();
            }
        }
    }

    private static TimeSpan PauseAfter(BudgetLook look)
    {
        if (look.LookAgainIn is not { } until)
        {
            return TimeSpan.Zero;
        }

        var longest = look.OthersWait ? LookEvery : SeenEvery;
        var shortest = TimeSpan.FromMilliseconds(1);
        return until > longest ? longest : until > shortest ? until : shortest;
    }

    private void Release(BudgetLook look, int givenUp)
    {
        lock (_gate)
        {
            _givenUp.RemoveRange(0, givenUp);
            foreach (var id in look.Granted)
            {
                if (_waiters.Remove(id, out var waiter))
                {
                    waiter.Gone.TrySetResult();
                }
                else
                {
                    // Given up while the turn was taken.
                    _givenUp.Add(id);
                }
            }
        }
    }

    private sealed record Waiter(BudgetTicket Ticket)
    {
        public TaskCompletionSource Gone { get; } = NewSignal();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The request budget cannot be asked; no request leaves until it can: {Reason}")]
        public static partial void CannotAsk(ILogger logger, string reason);
    }
}
