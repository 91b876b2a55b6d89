using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Server.Pulls;
using WithingsSync.Storage;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Connect;

/// <summary>Ends a connection: the subscriptions and the grant at Withings as far as Withings takes part, and here in any case.</summary>
internal sealed partial class Disconnection(
    Withdrawal withdrawal, IntegrationStore integrations, ServerDatabase database, ProcessLocks locks, TimeProvider time, ILogger<Disconnection> logger)
{
    /// <summary>Somebody waits; what is not done by then is done later.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <summary>Does not stop half way because a browser hung up.</summary>
    /// <param name="erase">Whether everything that was pulled is erased too, so that another account at Withings may be connected.</param>
    public async Task<DisconnectEnd> EndAsync(AccountId account, bool erase)
    {
        // The connection first: a pull that is under way ends the sooner, and no other begins.
        var wasConnected = await EndConnectionAsync(account);
        return erase && !await EraseAsync(account) ? DisconnectEnd.NotErasedYet : wasConnected ? DisconnectEnd.Disconnected : DisconnectEnd.WasNotConnected;
    }

    /// <summary>A pull that is under way would write its page after the erasure: each is waited for, for a while.</summary>
    /// <returns>Whether everything was erased; otherwise nothing was.</returns>
    private async Task<bool> EraseAsync(AccountId account)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        var held = new List<IAsyncDisposable>();
        try
        {
            foreach (var feed in Enum.GetValues<Feed>())
            {
                held.Add(await locks.AcquireAsync(PullDesk.LockOf(account, feed), limit.Token));
            }

            await database.Records.EraseAsync(account, CancellationToken.None);
            await integrations.ForgetAsync(account, CancellationToken.None);
            await database.EraseTracesAsync(CancellationToken.None);
            return true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Log.NotErased(logger, account);
            return false;
        }
        finally
        {
            foreach (var one in held)
            {
                await one.DisposeAsync();
            }
        }
    }

    private async Task<bool> EndConnectionAsync(AccountId account)
    {
        if (await integrations.FindAsync(account, CancellationToken.None) is not { IsActive: true } integration)
        {
            return false;
        }

        // Here first, with the promise to withdraw the consent: whatever happens then, the promise is kept (RefreshWork).
        var now = time.GetUtcNow();
        if (!await integrations.DisconnectAsync(integration, now, CancellationToken.None))
        {
            return false;
        }

        using var limit = new CancellationTokenSource(Longest, time);
        try
        {
            await withdrawal.DoAsync(new(integration.WithingsUserId, now), limit.Token);
        }
        catch (Exception failure) when (failure is PullException or OperationCanceledException or ArchiveException)
        {
            Log.NotYet(logger, account, failure is OperationCanceledException ? $"no answer within {Longest.TotalSeconds} s." : failure.Message);
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A pull of {Account} was still under way, so nothing was erased; they are told to ask again.")]
        public static partial void NotErased(ILogger logger, AccountId account);

        [LoggerMessage(LogLevel.Warning, "The consent of {Account} could not be withdrawn at Withings yet, which is tried again hourly: {Reason}")]
        public static partial void NotYet(ILogger logger, AccountId account, string reason);
    }
}
