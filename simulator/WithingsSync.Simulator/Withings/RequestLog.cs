namespace WithingsSync.Simulator.Withings;

/// <summary>A call that was made, with its secrets masked, and the status it was given (-1: none, the answer never left).</summary>
/// <param name="Application">The client id it was made for; empty when nobody can tell.</param>
public sealed record LoggedRequest(DateTimeOffset At, string Path, string? Action, IReadOnlyDictionary<string, string> Parameters, int Status, string Application = "");

/// <summary>Counts calls, and remembers the latest thousand.</summary>
public sealed class RequestLog
{
    private const int Kept = 1_000;
    private static readonly string[] Secrets = ["access_token", "client_secret", "code", "refresh_token", "signature", "nonce"];
    private readonly Lock _gate = new();
    private readonly Queue<LoggedRequest> _recent = new();
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BusiestMinute> _minutes = new(StringComparer.Ordinal);
    private BusiestMinute _minute = new();
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

    /// <summary>Nonces asked for.</summary>
    public int Nonces => CountOf("/v2/signature", "getnonce");

    /// <summary>The most calls that ever reached the service in any 60 seconds of its clock, whoever made them, refused ones too.</summary>
    public int MostInAnyMinute
    {
        get
        {
            lock (_gate)
            {
                return _minute.Most;
            }
        }
    }

    /// <summary>Is told of each call as it is logged, on the call's own thread, which must not wait.</summary>
    public Action<LoggedRequest>? Observer { get; set; }

    /// <summary>The same for the calls of one application; those that name none, or a token nobody knows any more, are not among them.</summary>
    public int MostInAnyMinuteOf(string clientId)
    {
        lock (_gate)
        {
            return _minutes.GetValueOrDefault(clientId)?.Most ?? 0;
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
            _minutes.Clear();
            _minute = new();
        }
    }

    /// <param name="application">The registered application that made it; empty when nobody can tell.</param>
    internal void Add(DateTimeOffset at, string path, Parameters parameters, int status, string application)
    {
        var action = parameters["action"];
        var shown = parameters.All.ToDictionary(p => p.Key, p => Shown(p.Key, p.Value), StringComparer.Ordinal);
        Add(at, $"{path} {action}", path, action, shown, status, application);
    }

    /// <param name="key">What it is counted under.</param>
    /// <param name="shown">Arguments without secrets.</param>
    internal void Add(DateTimeOffset at, string key, string path, string? action, IReadOnlyDictionary<string, string> shown, int status, string application = "")
    {
        var request = new LoggedRequest(at, path, action, shown, status, application);
        lock (_gate)
        {
            _total++;
            _counts[key] = _counts.GetValueOrDefault(key) + 1;
            _minute.Add(at);
            if (application.Length > 0)
            {
                _minutes.TryAdd(application, new());
                _minutes[application].Add(at);
            }

            _recent.Enqueue(request);
            if (_recent.Count > Kept)
            {
                _recent.Dequeue();
            }
        }

        Observer?.Invoke(request);
    }

    /// <summary>The query of a callback address is the application's secret (section 9.2).</summary>
    private static string Shown(string name, string value) =>
        Secrets.Contains(name, StringComparer.Ordinal) ? "***"
        : name.EndsWith("callbackurl", StringComparison.Ordinal) && value.IndexOf('?') is >= 0 and var query ? value[..query] + "?***"
        : value;
}
