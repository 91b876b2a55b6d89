using WithingsSync.Mcp.Answers;
using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Covering;

/// <summary>What came of seeing to one answer's feeds, and how that is told.</summary>
internal sealed class Findings(IReadOnlyList<Feed> feeds)
{
    /// <summary>A pull that goes on is worth asking after when so long has gone by.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ThrottledFor = TimeSpan.FromSeconds(60);

    private readonly Dictionary<Feed, PullException> _failures = [];
    private readonly HashSet<Feed> _tried = [];
    private TimeSpan? _wait;

    /// <summary>Feeds that were not pulled yet as this answer needs them; once is enough.</summary>
    public IReadOnlyList<Feed> Untried => [.. feeds.Where(feed => !_tried.Contains(feed))];

    public bool HasPulled { get; private set; }

    /// <summary>Withings cannot be asked for this person.</summary>
    public bool IsLost { get; set; }

    /// <summary>The time to wait was over before a pull was.</summary>
    public bool IsLate { get; set; }

    /// <summary>A limit of requests stands in the way.</summary>
    public bool IsThrottled { get; private set; }

    /// <summary>Nothing more is to be had for this answer.</summary>
    public bool IsOver => IsLost || IsLate || IsThrottled || _tried.Count == feeds.Count;

    /// <summary>It was pulled for this answer, and well.</summary>
    public bool IsRead(Feed feed) => _tried.Contains(feed) && !_failures.ContainsKey(feed);

    /// <param name="wait">Until there may be requests again.</param>
    public void Throttle(TimeSpan wait) => (IsThrottled, _wait) = (true, wait);

    /// <param name="wanted">The scope this answer needs; the pull may be somebody else's, of another.</param>
    public void Add(FeedPull pull, PullScope wanted, DateTimeOffset now)
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
            _tried.Add(pull.Feed);
            IsThrottled |= failure.Failure == PullFailure.Throttled;

            // Waiting mends neither what Withings rejects nor a wrong secret.
            if (failure.Failure is PullFailure.Transient or PullFailure.Throttled && failure.RetryAt - now is { Ticks: > 0 } wait && (_wait is null || wait > _wait))
            {
                _wait = wait;
            }

            return;
        }

        HasPulled |= outcome.IsConnected;
        if (pull.Scope == wanted)
        {
            _tried.Add(pull.Feed);
        }
    }

    /// <summary>What is missing and why; nothing when all is there.</summary>
    /// <param name="missing">The feeds of which something is still due.</param>
    /// <param name="empty">The feeds of which something was asked for, now or lately, and came empty.</param>
    public IReadOnlyList<string> Sentences(IReadOnlyList<Feed> missing, IReadOnlyList<Feed> empty)
    {
        // What Withings refuses is left alone from now on; once it is said.
        var sentences = _failures.Where(one => missing.Contains(one.Key) || (OneByOne.Is(one.Key) && one.Value.Failure == PullFailure.Rejected)).Select(one => $"Withings did not give {FeedNames.Of(one.Key)}: {one.Value.Message}").ToList();
        var underway = Underway(missing);
        if (underway.Count > 0)
        {
            sentences.Add(IsThrottled
                ? $"The limit of requests to Withings is used up for the moment: {string.Join(", ", underway)} will be read when it allows, and this is what is stored until then."
                : $"Not everything of this range is read from Withings yet ({string.Join(", ", underway)}): this is what is stored, and the reading goes on.");
        }

        if (missing.Where(IsRead).Concat(empty.Where(feed => !_failures.ContainsKey(feed))).Select(FeedNames.Of).ToList() is { Count: > 0 } nothing)
        {
            sentences.Add($"Withings gave nothing, or nothing yet, for a part of this range ({string.Join(", ", nothing)}); what comes later will be in a later answer.");
        }

        return sentences;
    }

    /// <summary>When asking again is worthwhile; null when waiting makes no difference.</summary>
    public TimeSpan? RetryAfter(IReadOnlyList<Feed> missing) =>
        missing.Count == 0 ? null : _wait ?? (IsThrottled ? ThrottledFor : Underway(missing).Count > 0 ? AskAgain : null);

    /// <summary>Why something that is missing could not be asked for at all; null when that is not why.</summary>
    public PullException? FailureOf(IReadOnlyList<Feed> missing) =>
        missing.Select(feed => _failures.GetValueOrDefault(feed)).FirstOrDefault(failure => failure?.Failure is PullFailure.Transient or PullFailure.Misconfigured);

    private List<string> Underway(IReadOnlyList<Feed> missing) => [.. missing.Where(feed => !_tried.Contains(feed)).Select(FeedNames.Of)];
}
