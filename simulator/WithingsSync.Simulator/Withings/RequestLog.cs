namespace WithingsSync.Simulator.Withings;

/// <summary>A call that was made, with its secrets masked, and the status it was given (-1: none, the answer never left).</summary>
public sealed record LoggedRequest(DateTimeOffset At, string Path, string? Action, IReadOnlyDictionary<string, string> Parameters, int Status);

/// <summary>Counts calls, and remembers the latest thousand.</summary>
public sealed class RequestLog
{
    private const int Kept = 1_000;
    private static readonly string[] Secrets = ["access_token", "client_secret", "code", "refresh_token", "signature", "nonce"];
    private readonly Lock _gate = new();
    private readonly Queue<LoggedRequest> _recent = new();
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _total;

    internal RequestLog()
    {
    }

    /// <summary>Calls of the API since the start, refused and spoiled ones included; pages and controls do not count.</summary>
    public int Total
    {
        get
        {
            lock (_gate)
            {
                return _total;
            }
        }
    }

    /// <summary>By path and action, such as <c>/measure getmeas</c>; at Garmin and TrainerRoad by route and method, such as <c>/garmin/upload-service/upload POST</c>.</summary>
    public IReadOnlyDictionary<string, int> Counts
    {
        get
        {
            lock (_gate)
            {
                return new SortedDictionary<string, int>(_counts, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<LoggedRequest> Recent
    {
        get
        {
            lock (_gate)
            {
                return [.. _recent];
            }
        }
    }

    public int CountOf(string path, string action) => Counts.GetValueOrDefault($"{path} {action}");

    public void Clear()
    {
        lock (_gate)
        {
            _recent.Clear();
            _counts.Clear();
            _total = 0;
        }
    }

    internal void Add(DateTimeOffset at, string path, Parameters parameters, int status)
    {
        var action = parameters["action"];
        var shown = parameters.All.ToDictionary(p => p.Key, p => Secrets.Contains(p.Key, StringComparer.Ordinal) ? "***" : p.Value, StringComparer.Ordinal);
        Add(at, $"{path} {action}", path, action, shown, status);
    }

    /// <param name="key">What it is counted under.</param>
    /// <param name="shown">Arguments without secrets.</param>
    internal void Add(DateTimeOffset at, string key, string path, string? action, IReadOnlyDictionary<string, string> shown, int status)
    {
        lock (_gate)
        {
            _total++;
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
            _recent.Enqueue(new(at, path, action, shown, status));
            if (_recent.Count > Kept)
            {
                _recent.Dequeue();
            }
        }
    }
}
