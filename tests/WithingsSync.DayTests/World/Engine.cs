using WithingsSync.DayTests.Clock;
using WithingsSync.Server.Jobs;
using WithingsSync.Storage.Server;

namespace WithingsSync.DayTests.World;

/// <summary>Plays the job engine: starts the bodies of the jobs when the engine would, as many at once as it has threads.</summary>
internal sealed class Engine : IDisposable
{
    private readonly DayServer _server;
    private readonly Agenda _agenda;
    private readonly TurnedTime _time;
    private readonly SemaphoreSlim _threads = new(24);
    private readonly HashSet<string> _scheduled = new(StringComparer.Ordinal);

    public Engine(DayServer server, Agenda agenda, TurnedTime time)
    {
        (_server, _agenda, _time) = (server, agenda, time);
        agenda.AtRest = Dispatch;
    }

    /// <summary>What is new: backfills and subscriptions.</summary>
    public void StartSettingUp()
    {
        _agenda.Every(TimeSpan.FromMinutes(1), () => OnThreadAsync(BackfillAsync));
        _agenda.Every(TimeSpan.FromMinutes(5), () => OnThreadAsync(() => _server.Get<WebhookWork>().RunAsync(default)));
    }

    public void StartPolling()
    {
        _agenda.Every(TimeSpan.FromMinutes(15), () => OnThreadAsync(() => _server.Get<PeriodicWork>().RunAsync(default)));
        _agenda.Every(TimeSpan.FromHours(1), () => OnThreadAsync(() => _server.Get<RefreshWork>().RunAsync(default)));
    }

    public void Dispose() => _threads.Dispose();

    /// <summary>What the simulator sends is delivered; whoever it is for has a run.</summary>
    private bool Dispatch()
    {
        var settled = _server.World.SettleNotificationsAsync();
        if (!settled.IsCompleted)
        {
            settled.GetAwaiter().GetResult();
            return true;
        }

        var isAny = false;
        foreach (var user in _server.Get<NotificationStore>().ListWaitingUsersAsync(default).GetAwaiter().GetResult())
        {
            lock (_scheduled)
            {
                if (_scheduled.Add(user))
                {
                    isAny = true;
                    _agenda.Start(() => ServeAsync(user));
                }
            }
        }

        return isAny;
    }

    private Task ServeAsync(string user) => OnThreadAsync(async () =>
    {
        var next = await _server.Get<NotificationWork>().RunAsync(user, default);
        var now = _time.GetUtcNow();
        if (next is { } at)
        {
            _agenda.At(at > now ? at : now, () => ServeAsync(user));
            return;
        }

        lock (_scheduled)
        {
            _scheduled.Remove(user);
        }
    });

    /// <summary>As the job does: as long as it can go on, for five minutes.</summary>
    private async Task BackfillAsync()
    {
        var until = _time.GetUtcNow().AddMinutes(5);
        while (await _server.Get<BackfillWork>().RunAsync(default) && _time.GetUtcNow() < until)
        {
        }
    }

    private async Task OnThreadAsync(Func<Task> doAsync)
    {
        await _threads.WaitAsync();
        try
        {
            await doAsync();
        }
        finally
        {
            _threads.Release();
        }
    }
}
