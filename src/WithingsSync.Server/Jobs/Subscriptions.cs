using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage.Server;
using WithingsSync.Withings;

namespace WithingsSync.Server.Jobs;

/// <summary>Keeps a person's subscriptions at Withings as they should be, with one look a day, for they vanish without a word (withings-api.md §9.5).</summary>
public sealed partial class Subscriptions(
    JobsOptions options, WithingsApplication withings, IntegrationStore integrations, WatchStore watches, ProcessLocks locks, TimeProvider time, ILogger<Subscriptions> logger)
{
    /// <summary>Subscriptions looked at within this time are believed in.</summary>
    public static readonly TimeSpan Belief = TimeSpan.FromHours(26);

    /// <summary>With a token at hand: so the daily look goes with the first notification of the morning, also of somebody who slept late the day before.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromHours(20);

    /// <summary>Without: later than a morning differs from the next, and before the belief ends.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromHours(25);

    /// <summary>Tells one address from another without showing the secret in it: after a change of address or secret everybody is due.</summary>
    public string CallbackHash { get; } = options.Callback is { } callback ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(callback.AbsoluteUri)))[..16] : "";

    /// <summary>Whether notifications of everything can be expected.</summary>
    public bool DoWork(Watch watch) => options.Callback is not null && watch.IsComplete && watch.CallbackHash == CallbackHash && watch.SeenAt is { } seen && (time.GetUtcNow() - seen).Duration() < Belief;

    /// <summary>Whether they were ever looked at, for the present address.</summary>
    public bool AreKnown(Watch watch) => watch.SeenAt is not null && watch.CallbackHash == CallbackHash;

    public bool IsDue(Watch watch, bool early) =>
        options.Callback is not null && (watch.SeenAt is not { } seen || watch.CallbackHash != CallbackHash || (time.GetUtcNow() - seen).Duration() >= (early ? Early : Late));

    /// <summary>Looks when it is due, and repairs what is missing.</summary>
    /// <exception cref="PullException">The look could not be completed; it stays due.</exception>
    public async Task LookAsync(Watch watch, bool early, CancellationToken cancellationToken)
    {
        // Who looks at the same moment asks Withings the same, which it refuses; one look is enough.
        if (!IsDue(watch, early) || await locks.TryAcquireAsync($"subscriptions {watch.Account}", cancellationToken) is not { } held)
        {
            return;
        }

        await using (held)
        {
            await LookAloneAsync(await watches.FindAsync(watch.Account, cancellationToken), early, cancellationToken);
        }
    }

    private async Task LookAloneAsync(Watch watch, bool early, CancellationToken cancellationToken)
    {
        if (!IsDue(watch, early) || options.Callback is not { } callback
            || await integrations.FindAsync(watch.Account, cancellationToken) is not { IsActive: true, NeedsReconnect: false } integration)
        {
            return;
        }

        var line = withings.For(watch.Account, integration.WithingsUserId, integrations.GrantsOf(watch.Account), Lane.Periodic);
        SubscriptionReport report;
        try
        {
            report = await line.SubscriptionKeeper.EnsureAsync(callback, Applis.Wanted, cancellationToken);
        }
        catch (PullException lost) when (lost.Failure == PullFailure.SignInRequired)
        {
            await integrations.LoseAsync(integration, "Withings no longer accepts the connection. Connect again.", time.GetUtcNow(), cancellationToken);
            return;
        }

        // What the person did not grant cannot be missed.
        var missing = report.Refused.Where(refusal => refusal.Why != SubscriptionOutcome.NotGranted).ToList();
        foreach (var refusal in missing)
        {
            Log.Missing(logger, watch.Account, refusal.Appli, refusal.Reason);
        }

        if (watch.SeenAt is not null && report.Added.Count + report.Repaired.Count > 0)
        {
            Log.Lapsed(logger, watch.Account, string.Join(", ", report.Added.Concat(report.Repaired)));
        }

        IEnumerable<Appli> present = [.. report.Present, .. report.Added, .. report.Repaired];
        await integrations.SaveSubscribedAsync(watch.Account, [.. present.Select(appli => (int)appli).Distinct().Order()], cancellationToken);
        await watches.SaveSubscriptionsAsync(watch.Account, time.GetUtcNow(), missing.Count == 0, [.. missing.Select(refusal => (int)refusal.Appli)], CallbackHash, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Account} has no subscription to {Appli}: {Reason}")]
        public static partial void Missing(ILogger logger, AccountId account, Appli appli, string reason);

        [LoggerMessage(LogLevel.Warning, "Subscriptions of {Account} had lapsed and are there again: {Applis}")]
        public static partial void Lapsed(ILogger logger, AccountId account, string applis);
    }
}
