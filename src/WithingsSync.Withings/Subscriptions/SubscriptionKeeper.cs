using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;
using WithingsSync.Withings.Subscriptions;

namespace WithingsSync.Withings;

/// <summary>
/// Keeps what a person has subscribed equal to what is wanted. Safe to run at any time and as often as one likes: it asks for the list first, never subscribes what
/// is there, and leaves other addresses alone, which belong to other servers of the same application.
/// </summary>
public sealed partial class SubscriptionKeeper
{
    private readonly SubscriptionClient _client;
    private readonly GrantKeeper _grants;
    private readonly Trunk _trunk;

    internal SubscriptionKeeper(SubscriptionClient client, GrantKeeper grants, Trunk trunk) => (_client, _grants, _trunk) = (client, grants, trunk);

    /// <summary>Subscribes what is missing, repairs what goes to our address with another secret, and withdraws what is no longer wanted there.</summary>
    /// <exception cref="PullException">The check could not be completed; what was done stays done, and the next check goes on.</exception>
    public async Task<SubscriptionReport> EnsureAsync(Uri callback, IReadOnlyCollection<Appli> wanted, CancellationToken cancellationToken)
    {
        var ours = CallbackAddress.Of(callback);
        var listed = await _client.ListAsync(appli: null, cancellationToken);
        var scopes = (await _grants.GetAsync(cancellationToken)).Scopes?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        var here = listed.Where(one => CallbackAddress.Of(one.CallbackUrl)?.IsSamePlaceAs(ours) == true).ToLookup(one => CallbackAddress.Of(one.CallbackUrl)!.IsSameAs(ours));
        var present = here[true].Select(one => one.Appli).ToHashSet();
        var run = new Run(this, callback.OriginalString, cancellationToken);
        var leftovers = here[false].Concat(here[true].Where(one => !wanted.Contains(one.Appli))).ToList();
        foreach (var appli in wanted.Distinct().Where(appli => !present.Contains(appli)))
        {
            var old = leftovers.Find(one => one.Appli == appli);
            if (old is not null && await run.RepairAsync(old))
            {
                leftovers.Remove(old);
            }
            else if (run.Refused.Exists(refusal => refusal.Appli == appli))
            {
                continue;
            }
            else if (scopes is not null && appli.Scope() is { } scope && !scopes.Contains(scope, StringComparer.Ordinal))
            {
                run.Refused.Add(SubscriptionRefusal.Of(appli, SubscriptionOutcome.NotGranted));
            }
            else
            {
                await run.SubscribeAsync(appli);
            }
        }

        // Last, so that no category is without a subscription meanwhile.
        foreach (var leftover in leftovers)
        {
            await run.WithdrawAsync(leftover);
        }

        var report = new SubscriptionReport
        {
            Present = [.. wanted.Distinct().Where(present.Contains)],
            Added = run.Added,
            Repaired = run.Repaired,
            Withdrawn = run.Withdrawn,
            Refused = run.Refused,
            Remaining = run.Remaining,
        };
        Log.Checked(_trunk.Logger, report.Present.Count, report.Added.Count, report.Repaired.Count, report.Withdrawn.Count, report.Refused.Count);
        return report;
    }

    /// <summary>The steps of one check, with the pauses that Withings needs between them.</summary>
    private sealed class Run(SubscriptionKeeper keeper, string callback, CancellationToken cancellationToken)
    {
        private bool _subscribed;
        private bool _withdrew;

        public List<Appli> Added { get; } = [];

        public List<Appli> Repaired { get; } = [];

        public List<Appli> Withdrawn { get; } = [];

        public List<SubscriptionRefusal> Refused { get; } = [];

        public List<SubscriptionRefusal> Remaining { get; } = [];

        private WithingsOptions Options => keeper._trunk.Options;

        public async Task SubscribeAsync(Appli appli)
        {
            await PauseAsync(_subscribed, Options.SubscribePause);
            _subscribed = true;
            if (await AnswerAsync(appli, keeper._client.SubscribeAsync(appli, callback, comment: null, cancellationToken)) is { } refusal)
            {
                Refused.Add(refusal);
                return;
            }

            Added.Add(appli);
        }

        /// <summary>False when Withings does not change it; unless our address cannot be reached, subscribing afresh may still help.</summary>
        public async Task<bool> RepairAsync(Subscription old)
        {
            await PauseAsync(_subscribed, Options.SubscribePause);
            _subscribed = true;
            var change = new SubscriptionChange.Callback(callback);
            if (await AnswerAsync(old.Appli, keeper._client.UpdateAsync(old.Appli, old.CallbackUrl, change, cancellationToken)) is { } refusal)
            {
                if (refusal.Why == SubscriptionOutcome.CallbackUnreachable)
                {
                    Refused.Add(refusal);
                }

                return false;
            }

            Repaired.Add(old.Appli);
            return true;
        }

        public async Task WithdrawAsync(Subscription old)
        {
            await PauseAsync(_withdrew, Options.UnsubscribePause);
            _withdrew = true;
            if (await AnswerAsync(old.Appli, keeper._client.RevokeAsync(old.Appli, old.CallbackUrl, cancellationToken)) is { Why: not SubscriptionOutcome.NotThere } refusal)
            {
                Remaining.Add(refusal);
                return;
            }

            Withdrawn.Add(old.Appli);
        }

        /// <summary>Null when it was done. A refusal concerns this category; a failure of any other kind ends the check.</summary>
        private static async Task<SubscriptionRefusal?> AnswerAsync(Appli appli, Task<SubscriptionOutcome> asked)
        {
            try
            {
                return await asked is var outcome and not SubscriptionOutcome.Done ? SubscriptionRefusal.Of(appli, outcome) : null;
            }
            catch (WithingsException refused) when (refused.Failure == PullFailure.Rejected)
            {
                return SubscriptionRefusal.Of(appli, SubscriptionOutcome.Refused, refused.Message);
            }
        }

        private Task PauseAsync(bool isNeeded, TimeSpan pause) =>
            isNeeded && pause > TimeSpan.Zero ? Task.Delay(pause, keeper._trunk.Time, cancellationToken) : Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "Withings: subscriptions checked: {Present} present, {Added} added, {Repaired} repaired, {Withdrawn} withdrawn, {Refused} refused")]
        public static partial void Checked(ILogger logger, int present, int added, int repaired, int withdrawn, int refused);
    }
}
