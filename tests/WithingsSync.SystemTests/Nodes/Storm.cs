using System.Collections.Concurrent;
using System.Globalization;
using WithingsSync.Simulator;
using WithingsSync.Simulator.Bodies;

namespace WithingsSync.SystemTests.Nodes;

/// <summary>People who live fast: weights, blood pressures, naps, steps, edits, deletions, tokens that end, and notifications that come by themselves.</summary>
internal sealed class Storm(NodesWorld world, int seed)
{
    private readonly Random _chance = new(seed);
    private readonly Dictionary<string, int> _naps = [];
    private readonly ConcurrentQueue<string> _postedByHand = new();
    private int _readings;

    /// <summary>Notifications that a node itself acknowledged to us, past the public address.</summary>
    public IReadOnlyCollection<string> Acknowledged => _postedByHand;

    public async Task RunAsync(CancellationToken stop)
    {
        var posts = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            var name = world.People.Keys.ElementAt(_chance.Next(world.People.Count));
            Happen(name);
            if (_chance.Next(4) == 0)
            {
                posts.Add(PostAsync(world.Nodes[_chance.Next(world.Nodes.Count)], name));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(_chance.Next(60, 400)), TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(posts);
    }

    private void Happen(string name)
    {
        var measured = world.Withings.UtcNow.AddSeconds(-37 * ++_readings);
        switch (_chance.Next(19))
        {
            case < 8:
                world.Withings.Weigh(name, 60 + (_chance.Next(300) / 10m), 15 + (_chance.Next(100) / 10m), measured);
                break;
            case < 13:
                world.Withings.TakeBloodPressure(name, _chance.Next(105, 150), _chance.Next(60, 95), _chance.Next(50, 90), measured);
                break;
            case < 15:
                world.Withings.MoveDay(name, DateOnly.FromDateTime(world.Withings.UtcNow.UtcDateTime), _chance.Next(100, 900));
                break;
            case 15:
                Nap(name);
                break;
            case 16 when Last(name) is { } edited:
                world.Withings.EditGroup(name, edited.Id, [new(1, _chance.Next(60_000, 90_000), -3)]);
                break;
            case 17 when Last(name) is { } deleted:
                world.Withings.DeleteGroup(name, deleted.Id);
                break;
            default:
                world.Withings.ExpireAccessTokens(name);
                break;
        }
    }

    /// <summary>Each before the one before it, with minutes between.</summary>
    private void Nap(string name)
    {
        var before = _naps[name] = _naps.GetValueOrDefault(name) + 1;
        if (before < 15)
        {
            var end = world.Withings.UtcNow.AddMinutes(-45 * before);
            world.Withings.AddNight(name, end.AddMinutes(-25), end);
        }
    }

    private MeasureGroup? Last(string name) => world.Withings.TruthOf(name).Groups.Where(group => group.Measures.Any(measure => measure.Type == 1)).MaxBy(group => group.Id);

    /// <summary>Straight to a node, which may die over it.</summary>
    private async Task PostAsync(Node node, string name)
    {
        var marked = Interlocked.Increment(ref _readings);
        var body = string.Create(CultureInfo.InvariantCulture, $"userid={UserOf(world.Withings, name)}&appli=1&startdate={marked}&enddate={marked + 1}");
        try
        {
            if (node.Address is { } address && await world.PostAsync(address, body))
            {
                _postedByHand.Enqueue(body);
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException)
        {
            // Not acknowledged.
        }
    }

    public static long UserOf(SimulatedWorld withings, string name) => withings.People.First(person => person.Name == name).UserId;
}
