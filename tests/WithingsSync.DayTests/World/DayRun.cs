using System.Diagnostics;
using WithingsSync.DayTests.Clock;
using WithingsSync.DayTests.Truths;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Storage.Server;

namespace WithingsSync.DayTests.World;

/// <summary>
/// People connect at noon, their backfills and subscriptions are made, all at once; then they live some days, of which the last is counted; then the night and a
/// morning without news pass, in which the last day's samples are read. At the end the store is compared with the truth.
/// </summary>
internal sealed class DayRun : IAsyncDisposable
{
    private static readonly TimeSpan Noon = TimeSpan.FromHours(12);
    private static readonly TimeSpan NextDay = TimeSpan.FromHours(13);
    private const int AtOnce = 25;
    private readonly DayOptions _options;
    private readonly TurnedTime _time;
    private readonly Agenda _agenda;
    private readonly DayServer _server;
    private readonly Engine _engine;
    private readonly Lock _events = new();
    private readonly Dictionary<string, AccountId> _people = new(StringComparer.Ordinal);

    private DayRun(DayOptions options, TurnedTime time, Agenda agenda, DayServer server)
    {
        (_options, _time, _agenda, _server) = (options, time, agenda, server);
        _engine = new(server, agenda, time);
    }

    public static async Task<DayReport> RunAsync(DayOptions options)
    {
        var stillness = await Stillness.FindAsync();
        var time = new TurnedTime(StartOf(options, options.FirstDay.AddDays(-1 - options.HistoryDays)) + Noon);
        await using var server = await DayServer.StartAsync(options, time, stillness);
        await using var run = new DayRun(options, time, new(time, stillness), server);
        return await run.LiveAsync();
    }

    public ValueTask DisposeAsync()
    {
        _engine.Dispose();
        return ValueTask.CompletedTask;
    }

    private static DateTimeOffset StartOf(DayOptions options, DateOnly date) => Pipeline.Pulling.PullPlan.StartOf(date, options.ZoneInfo);

    private async Task<DayReport> LiveAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var (setUp, before, day, after) = (new CallTable(), new CallTable(), new CallTable(), new CallTable());
        Plan(_options.FirstDay.AddDays(-_options.HistoryDays), _options.HistoryDays);
        await _agenda.PassAsync(StartOf(_options, _options.FirstDay.AddDays(-1)) + Noon);
        Count(setUp);
        await ConnectAsync();
        var connected = _time.GetUtcNow();
        var filled = await SetUpAsync(connected);
        var setUpReal = Stopwatch.GetElapsedTime(began);

        var counted = StartOf(_options, _options.FirstDay.AddDays(_options.Days - 1));
        var end = StartOf(_options, _options.FirstDay.AddDays(_options.Days));
        Plan(_options.FirstDay, _options.Days);
        await BeLongConnectedAsync(counted);
        _engine.StartPolling();
        Count(before);
        await _agenda.PassAsync(counted);
        Count(day);
        began = Stopwatch.GetTimestamp();
        await _agenda.PassAsync(end);
        var dayReal = Stopwatch.GetElapsedTime(began);
        Count(after);
        await _agenda.PassAsync(end + NextDay);
        return new(_options, setUp, before, day, after)
        {
            MostInAnyMinute = _server.World.Requests.MostInAnyMinute,
            Saturated = filled - connected,
            Utilisation = setUp.Utilisation(connected.AddMinutes(1), filled.AddMinutes(-1)),
            SetUpReal = setUpReal,
            DayReal = dayReal,
            DeadLetters = (await _server.Get<WorkStore>().ListLettersAsync(100, default)).Count,
            Differences = await new StoreAgainstTruth(_server).CompareAsync(_people),
        };
    }

    private void Count(CallTable table) => _server.World.Requests.Observer = table.Add;

    /// <summary>Few enough in a minute that nobody waits: a browser that waits for the budget would look like work.</summary>
    private async Task ConnectAsync()
    {
        foreach (var group in _server.World.People.Chunk(AtOnce))
        {
            foreach (var name in group.Select(person => person.Name))
            {
                _agenda.Start(async () =>
                {
                    var account = await _server.ConnectAsync(name);
                    lock (_events)
                    {
                        _people.Add(name, account);
                    }
                });
            }

            await _agenda.PassAsync(_time.GetUtcNow() + BudgetRules.Default.Hold);
        }
    }

    /// <returns>When the last backfill was done.</returns>
    private async Task<DateTimeOffset> SetUpAsync(DateTimeOffset from)
    {
        _engine.StartSettingUp();
        var latest = StartOf(_options, _options.FirstDay);
        var look = from;
        await _agenda.PassAsync(latest, () =>
        {
            if (_time.GetUtcNow() < look)
            {
                return false;
            }

            look = _time.GetUtcNow().AddSeconds(30);
            return AreFilled() && AreSubscribed();
        });
        if (!AreFilled() || !AreSubscribed())
        {
            var open = await _server.Get<BackfillStore>().ListOpenAsync(default);
            var watches = await _server.Get<WatchStore>().ListAsync(default);
            throw new InvalidOperationException(
                $"The day was too short for all backfills and subscriptions: {open.Count} are open ({string.Join(" ", open.Take(1))}), {watches.Values.Count(watch => watch.IsComplete)} of {watches.Count} are subscribed ({string.Join(',', watches.Values.FirstOrDefault()?.Missing ?? [])}).");
        }

        return await LastFilledAsync() ?? from;
    }

    /// <summary>The weekly look at the last month falls on another day for everybody: on each day a seventh is due, and of them a quarter for the fuller one.</summary>
    private async Task BeLongConnectedAsync(DateTimeOffset counted)
    {
        foreach (var (name, index) in _server.World.People.Select((person, index) => (person.Name, index)))
        {
            for (var look = 0; look <= index / 7 % 4; look++)
            {
                await _server.Get<WatchStore>().SaveWholePollAsync(_people[name], counted.AddDays((index % 7) - 7).AddHours(20), default);
            }
        }
    }

    private bool AreFilled() => _server.Get<BackfillStore>().ListOpenAsync(default).GetAwaiter().GetResult() is [] && LastFilledAsync().GetAwaiter().GetResult() is not null;

    private bool AreSubscribed()
    {
        var watches = _server.Get<WatchStore>().ListAsync(default).GetAwaiter().GetResult();
        return watches.Count == _options.People && watches.Values.All(watch => watch.IsComplete);
    }

    private async Task<DateTimeOffset?> LastFilledAsync()
    {
        DateTimeOffset? last = null;
        foreach (var account in _people.Values)
        {
            if (await _server.Get<BackfillStore>().FindAsync(account, default) is not { FinishedAt: { } at })
            {
                return null;
            }

            last = at > last || last is null ? at : last;
        }

        return last;
    }

    private void Plan(DateOnly first, int days)
    {
        foreach (var (name, index) in _server.World.People.Select((person, index) => (person.Name, index)))
        {
            for (var day = 0; day < days; day++)
            {
                foreach (var (at, act) in new PersonDay(_options, index, name, first.AddDays(day)).Events().Where(one => one.At > _time.GetUtcNow()))
                {
                    _agenda.At(at, () =>
                    {
                        lock (_events)
                        {
                            act(_server.World);
                        }

                        return Task.CompletedTask;
                    });
                }
            }
        }
    }
}
