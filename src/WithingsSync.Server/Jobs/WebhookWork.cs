using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Jobs;

/// <summary>Subscribes for who is new, and looks once a day whether everything is still subscribed.</summary>
public sealed class WebhookWork(
    Subscriptions subscriptions, IntegrationStore integrations, WatchStore watches, Persistence persistence, WorkStore work, TimeProvider time)
{
    /// <summary>Withings needs pauses between subscriptions, so several people are served at once.</summary>
    private const int AtOnce = 16;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await work.SaveRunAsync(JobNames.CreateWebhooks, time.GetUtcNow(), TimeSpan.MaxValue, cancellationToken);
        var known = await watches.ListAsync(cancellationToken);
        var due = (await integrations.ListActiveAsync(cancellationToken)).Where(one => !one.NeedsReconnect)
            .Select(one => known.GetValueOrDefault(one.Account) ?? new(one.Account)).Where(watch => subscriptions.IsDue(watch, early: false));
        await Crowd.EachAsync(
            due, AtOnce,
            async (watch, token) =>
            {
                var end = await persistence.TryAsync(
                    JobNames.CreateWebhooks, watch.Account.Value, watch.Account.Value, () => [], () => subscriptions.LookAsync(watch, early: false, token), token);
                if (end == WorkEnd.GivenUp)
                {
                    // Tried again tomorrow; until then everything is polled.
                    await watches.SaveSubscriptionsAsync(watch.Account, time.GetUtcNow(), isComplete: false, [], subscriptions.CallbackHash, token);
                }
            },
            cancellationToken);
    }
}
