using WithingsSync.Simulator.Bodies;
using WithingsSync.Simulator.Faults;
using WithingsSync.Simulator.Garmin;
using WithingsSync.Simulator.Notifications;
using WithingsSync.Simulator.TrainerRoad;
using WithingsSync.Simulator.Withings;
using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator;

/// <summary>The people, their readings and tokens, the clock, and what is to go wrong: control of a running simulator from the same process.</summary>
public sealed partial class SimulatedWorld
{
    private readonly Dictionary<long, History> _histories;
    private readonly Dictionary<string, Person> _byName;
    private readonly List<Application> _applications;
    private readonly WorldFile _file;

    internal SimulatedWorld(SimulatorOptions options)
    {
        Options = options;
        Clock = new(options.Time);
        Grants = new(Clock);
        Nonces = new(Clock);
        Limits = new(Clock) { RequestsPerMinute = options.RequestsPerMinute, RefuseRepeats = options.RefuseRepeats };
        Faults = new(Clock);
        AutoConsent = options.AutoConsent;

        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out var found) ? found : TimeZoneInfo.Utc;
        TimeZone = found is null ? zone.Id : options.TimeZone;
        People = [.. Enumerable.Range(0, Math.Clamp(options.People, 1, Person.MostPeople)).Select(i => new Person(options.Seed, i, zone))];

        _file = new(options.DataFolder);
        var kept = _file.Read(options.Seed);
        Clock.Offset = kept?.ClockOffset ?? TimeSpan.Zero;
        FirstDay = kept?.FirstDay ?? LocalDay.Of(Clock.Now, zone).AddDays(-(options.HistoryDays ?? (int)(options.Years * 365.25)));
        _applications = [.. kept?.Applications ?? [NewApplication(options.Seed, 0, [])]];
        _byName = People.ToDictionary(p => p.Name, StringComparer.Ordinal);
        Grants.Load(kept?.Grants ?? []);
        _nextId = kept?.NextId ?? FirstControlledId;
        _histories = People.ToDictionary(p => p.UserId, p => new History(p, FirstDay, kept?.Overlays.GetValueOrDefault(p.UserId) ?? new(), options.GeneratesReadings));
        Courier = new(this, new() { Delay = options.NotificationDelay, Timeout = options.NotificationTimeout });
        LoadSubscriptions(kept?.Subscriptions ?? []);
        Garmin = new(this, kept?.Garmin);
        TrainerRoad = new(this, kept?.TrainerRoad);
        Save();
    }

    public IReadOnlyList<Person> People { get; }

    /// <summary>The day everybody opened their account.</summary>
    public DateOnly FirstDay { get; }

    public FaultBox Faults { get; }

    public RequestLog Requests { get; } = new();

    /// <summary>Where readings are delivered to.</summary>
    public GarminService Garmin { get; }

    /// <summary>Where the newest weight is delivered to.</summary>
    public TrainerRoadService TrainerRoad { get; }

    /// <summary>The simulator's time.</summary>
    public DateTimeOffset UtcNow => Clock.UtcNow;

    /// <summary>Answer the authorise page with the redirect at once.</summary>
    public bool AutoConsent { get; set; }

    /// <summary>With <see cref="AutoConsent"/>: the scopes granted, however many are asked for; all that are asked for when <see langword="null"/>.</summary>
    public string? ConsentScope { get; set; }

    /// <summary>Calls per minute and application before status 601; <see langword="null"/> switches the limiter off.</summary>
    public int? RequestsPerMinute
    {
        get => Limits.RequestsPerMinute;
        set => Limits.RequestsPerMinute = value;
    }

    /// <summary>Refuse the same call with the same arguments within 10 s.</summary>
    public bool RefuseRepeats
    {
        get => Limits.RefuseRepeats;
        set => Limits.RefuseRepeats = value;
    }

    /// <summary>The name of the zone all people live in.</summary>
    internal string TimeZone { get; }

    internal SimulatorOptions Options { get; }

    internal SimulatorClock Clock { get; }

    internal Grants Grants { get; }

    internal Nonces Nonces { get; }

    internal Limits Limits { get; }

    internal SubscriptionBook Subscribed { get; } = new();

    internal Courier Courier { get; }

    /// <summary>Held while the world is read or changed.</summary>
    internal object Gate { get; } = new();

    internal Application Application => _applications[0];

    internal Application? FindApplication(string clientId) => _applications.Find(a => a.ClientId == clientId);

    /// <summary>Registers a further application with exact callback addresses; none makes it one in development.</summary>
    public (string ClientId, string ClientSecret) Register(params IReadOnlyList<string> callbacks)
    {
        lock (Gate)
        {
            var application = NewApplication(Options.Seed, _applications.Count, callbacks);
            _applications.Add(application);
            Save();
            return (application.ClientId, application.ClientSecret);
        }
    }

    internal Person? Find(string name) => _byName.GetValueOrDefault(name);

    internal History HistoryOf(long userId) => _histories[userId];

    /// <summary>Keeps the world, if it is kept at all.</summary>
    internal void Save()
    {
        if (_file.IsKept)
        {
            _file.Write(new(
                Options.Seed, FirstDay, Clock.Offset, _nextId, _applications, Grants.All, _histories.ToDictionary(h => h.Key, h => h.Value.Overlay),
                Garmin.State, TrainerRoad.State, [.. Subscribed.All]));
        }
    }

    private static Application NewApplication(int seed, int number, IReadOnlyList<string> callbacks)
    {
        var chance = Chance.For(Topic.Application, seed, number);
        return new(chance.Hex(64), chance.Hex(64), callbacks);
    }
}
