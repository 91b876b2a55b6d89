using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Budget;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.Settings;
using WithingsSync.Storage;
using WithingsSync.Storage.Server;
using WithingsSync.Withings;

namespace WithingsSync.Server.Connect;

/// <summary>Ends a connection: the subscriptions and the grant at Withings as far as Withings takes part, and here in any case.</summary>
internal sealed partial class Disconnection(
    ServerSettings settings, WithingsApplication withings, IntegrationStore integrations, RevocationStore revocations, ServerDatabase database, TimeProvider time,
    ILogger<Disconnection> logger)
{
    /// <summary>For each of the two conversations with Withings.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(12);

    /// <summary>Does not stop half way because a browser hung up.</summary>
    /// <param name="erase">Whether everything that was pulled is erased too, so that another account at Withings may be connected.</param>
    /// <returns>Whether there was a connection.</returns>
    public async Task<bool> EndAsync(AccountId account, bool erase)
    {
        var wasConnected = await EndConnectionAsync(account);
        if (erase)
        {
            await database.Records.EraseAsync(account, CancellationToken.None);
            await integrations.ForgetAsync(account, CancellationToken.None);
        }

        return wasConnected;
    }

    private async Task<bool> EndConnectionAsync(AccountId account)
    {
        if (await integrations.FindAsync(account, CancellationToken.None) is not { IsActive: true } integration)
        {
            return false;
        }

        if (settings.WebhookAddress is { } callback && !integration.NeedsReconnect)
        {
            await TryAsync(account, "subscriptions", async token =>
            {
                var line = withings.For(account, integration.WithingsUserId, integrations.GrantsOf(account), Lane.Interactive);
                var report = await line.SubscriptionKeeper.UnsubscribeAllAsync(callback, token);
                if (!report.IsComplete)
                {
                    Log.SubscriptionsLeft(logger, account);
                }
            });
        }

        // Here first, with the promise to withdraw the consent: whatever happens then, the promise is kept (RefreshWork).
        if (!await integrations.DisconnectAsync(integration, time.GetUtcNow(), CancellationToken.None))
        {
            return false;
        }

        await TryAsync(account, "consent", async token =>
        {
            await withings.RevokeAsync(integration.WithingsUserId, Lane.Interactive, token);
            await revocations.RemoveAsync(integration.WithingsUserId, token);
        });
        return true;
    }

    private async Task TryAsync(AccountId account, string what, Func<CancellationToken, Task> work)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        try
        {
            await work(limit.Token);
        }
        catch (Exception failure) when (failure is PullException or OperationCanceledException or ArchiveException)
        {
            Log.NotEnded(logger, what, account, failure.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The {What} of {Account} could not be ended at Withings: {Reason}")]
        public static partial void NotEnded(ILogger logger, string what, AccountId account, string reason);

        [LoggerMessage(LogLevel.Warning, "Some subscriptions of {Account} are left at Withings; they end with the consent.")]
        public static partial void SubscriptionsLeft(ILogger logger, AccountId account);
    }
}
