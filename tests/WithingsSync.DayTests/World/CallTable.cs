using System.Collections.Concurrent;
using WithingsSync.Simulator.Withings;

namespace WithingsSync.DayTests.World;

/// <summary>What reached the simulated Withings, by kind and by minute.</summary>
internal sealed class CallTable
{
    private readonly ConcurrentDictionary<string, int> _kinds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, int> _minutes = new();
    private readonly ConcurrentQueue<string> _refusals = new();
    private int _throttled;

    /// <summary>What was refused with 601, without secrets.</summary>
    public IEnumerable<string> Refusals => _refusals;

    /// <summary>Refused with 601.</summary>
    public int Throttled => _throttled;

    public int Total => _kinds.Values.Sum();

    public IEnumerable<KeyValuePair<string, int>> Kinds => _kinds.OrderByDescending(kind => kind.Value);

    public void Add(LoggedRequest request)
    {
        _kinds.AddOrUpdate($"{request.Path} {request.Action}", 1, (_, count) => count + 1);
        _minutes.AddOrUpdate(request.At.ToUnixTimeSeconds() / 60, 1, (_, count) => count + 1);
        if (request.Status == 601)
        {
            Interlocked.Increment(ref _throttled);
            _refusals.Enqueue(FormattableString.Invariant($"{request.Action} at {request.At:u} ({string.Join(' ', request.Parameters.Where(one => one.Key != "data_fields").Select(one => $"{one.Key}={one.Value}"))})"));
        }
    }

    /// <summary>What was used of 120 a minute between two moments, in whole minutes; from 0 to 1.</summary>
    public double Utilisation(DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = ((from.ToUnixTimeSeconds() + 59) / 60, to.ToUnixTimeSeconds() / 60);
        var used = Enumerable.Range(0, (int)Math.Max(0, last - first)).Sum(at => _minutes.GetValueOrDefault(first + at));
        return last > first ? used / (120.0 * (last - first)) : 0;
    }

    public int MostInAnHour => _minutes.GroupBy(minute => minute.Key / 60).Select(hour => hour.Sum(minute => minute.Value)).DefaultIfEmpty().Max();
}
