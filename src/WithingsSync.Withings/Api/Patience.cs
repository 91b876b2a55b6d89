using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Withings.Api;

/// <summary>Decides for one call whether, and after how long, a failed attempt is repeated.</summary>
/// <param name="ofCall">What this call may wait in all.</param>
/// <param name="ofRun">What all calls together may wait because there were too many requests.</param>
internal sealed class Patience(Allowance ofCall, Allowance ofRun, Random jitter)
{
    /// <summary>The guard against repeated calls forgets after ten seconds (withings-api.md §11).</summary>
    public static readonly TimeSpan SameArgumentsWait = TimeSpan.FromSeconds(11);

    private int _failures;
    private bool _repeated;

    /// <summary>How long to wait before the next attempt; null when the failure stands.</summary>
    public TimeSpan? After(WithingsException failure)
    {
        if (failure.SameArguments)
        {
            var wait = failure.Wait is { } asked && asked < SameArgumentsWait ? asked : SameArgumentsWait;
            return !_repeated && (_repeated = true) && ofCall.TrySpend(wait) ? wait : null;
        }

        if (failure.Failure == PullFailure.Throttled)
        {
            var wait = failure.Wait ?? BackOff(firstSeconds: 2);
            return wait <= ofRun.Left && ofCall.TrySpend(wait) && ofRun.TrySpend(wait) ? wait : null;
        }

        if (failure.Repeatable)
        {
            var wait = failure.Wait ?? BackOff(firstSeconds: 1);
            return ofCall.TrySpend(wait) ? wait : null;
        }

        return null;
    }

    /// <summary>1, 2, 4 … seconds, of which up to half is left to chance, so that many clients do not come back together.</summary>
    private TimeSpan BackOff(double firstSeconds) =>
        TimeSpan.FromSeconds(firstSeconds * Math.Pow(2, _failures++) * (0.5 + (jitter.NextDouble() / 2)));
}
