using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>What came of seeing to one answer's feeds, and how that is told.</summary>
internal sealed class Findings(IReadOnlyList<Feed> feeds)
{
    /// <summary>A pull that goes on is worth asking after when so long has gone by.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ThrottledFor = TimeSpan.FromSeconds(60);

    private readonly Dictionary<Feed, PullException> _failures = [];
    private readonly HashSet<Feed> _tried = [];

    /// <summary>Feeds that were pulled as this answer needs them; once is enough.</summary>
    public IReadOnlySet<Feed> Tried => _tried;

    public bool HasPulled { get; private set; }

    /// <summary>Withings cannot be asked for this person.</summary>
    public bool IsLost { get; set; }

    /// <summary>The time to wait was over before a pull was.</summary>
    public bool IsLate { get; set; }

    /// <summary>A limit of requests stands in the way.</summary>
    public bool IsThrottled { get; set; }

    public TimeSpan? RetryAfter { get; set; }

    /// <summary>Nothing more is to be had for this answer.</summary>
    public bool IsOver => IsLost || IsLate || IsThrottled || _tried.Count == feeds.Count;

    /// <param name="wanted">The scope this answer needs; the pull may be somebody else's, of another.</param>
    public void Add(InteractivePull pull, PullScope wanted, DateTimeOffset now)
    {
        if (!pull.End.IsCompletedSuccessfully)
        {
            return;
        }

        var outcome = pull.End.Result;
        IsLost |= !outcome.IsConnected;
        if (outcome.Failure is { } failure)
        {
            _failures[pull.Feed] = failure;
            IsThrottled |= failure.Failure == PullFailure.Throttled;
            RetryAfter = failure.RetryAt is { } at && at > now ? at - now : RetryAfter;
            _tried.Add(pull.Feed);
            return;
        }

        HasPulled |= outcome.IsConnected;
        if (pull.Scope == wanted)
        {
            _tried.Add(pull.Feed);
        }
    }

    /// <summary>What is missing and why.</summary>
    /// <param name="missing">The feeds of which something is still due.</param>
    /// <param name="advice">How to connect.</param>
    public IReadOnlyList<string> Sentences(IReadOnlyList<Feed> missing, string advice)
    {
        if (IsLost)
        {
            return [$"This is what is stored; Withings could not be asked for anything newer. {advice}"];
        }

        var sentences = _failures.Where(one => missing.Contains(one.Key)).Select(one => $"Withings did not give {NameOf(one.Key)}: {one.Value.Message}").ToList();
        var underway = missing.Where(feed => !_failures.ContainsKey(feed)).Select(NameOf).ToList();
        if (underway.Count > 0)
        {
            sentences.Add(IsThrottled
                ? $"The limit of requests to Withings is used up for the moment: {string.Join(", ", underway)} will be read when it allows, and this is what is stored until then."
                : $"Not everything of this range is read from Withings yet ({string.Join(", ", underway)}): this is what is stored, and the reading goes on.");
        }

        RetryAfter ??= IsThrottled ? ThrottledFor : sentences.Count > 0 ? AskAgain : null;
        return sentences;
    }

    private static string NameOf(Feed feed) => feed.ToString().ToLowerInvariant();
}
