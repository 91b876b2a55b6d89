using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Storage;
using WithingsSync.Storage.Server;
using WithingsSync.Withings;

namespace WithingsSync.Server.Connect;

/// <summary>Turns Withings' answer at the callback into a connection.</summary>
internal sealed partial class Connection(
    ConnectStateStore states, WithingsApplication withings, IntegrationStore integrations, RevocationStore revocations, IEnumerable<IConnectedHandler> handlers, TimeProvider time,
    ILogger<Connection> logger)
{
    /// <summary>The code lives thirty seconds; a person waits.</summary>
    private static readonly TimeSpan LongestExchange = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan LongestStoring = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestNoting = TimeSpan.FromSeconds(3);

    /// <summary>Uses the state up whatever the answer is; then exchanges the code at once, stores the grant, and sets in motion what follows.</summary>
    /// <param name="browser">What the browser's cookie says.</param>
    /// <returns>Why not; null when the person is connected.</returns>
    public async Task<ConnectReason?> CompleteAsync(string? code, string? state, string? error, string? browser, CancellationToken cancellationToken)
    {
        (AccountId Person, bool IsSameBrowser)? begun;
        try
        {
            begun = string.IsNullOrEmpty(state) ? null : await states.TakeAsync(state, browser, time.GetUtcNow(), cancellationToken);
        }
        catch (ArchiveException failure)
        {
            Log.NotStored(logger, failure.Message);
            return ConnectReason.NotStored;
        }

        if (!string.IsNullOrEmpty(error))
        {
            return ConnectReason.AccessDenied;
        }

        if (string.IsNullOrEmpty(code) || string.IsNullOrEmpty(state))
        {
            return ConnectReason.MissingParams;
        }

        return begun is not { } start ? ConnectReason.InvalidState
            : !start.IsSameBrowser ? ConnectReason.OtherBrowser
            : await ConnectAsync(start.Person, code);
    }

    /// <summary>From here on nothing is given up because the browser hung up: the code is used, and the grant would be lost.</summary>
    private async Task<ConnectReason?> ConnectAsync(AccountId person, string code)
    {
        Grant grant;
        using (var limit = new CancellationTokenSource(LongestExchange, time))
        {
            try
            {
                grant = await withings.ExchangeAsync(code, redirect: null, limit.Token);
            }
            catch (OperationCanceledException)
            {
                Log.NotExchanged(logger, person, "Withings could not be reached, or did not answer, within 12 s");
                return ConnectReason.Unavailable;
            }
            catch (PullException refusal)
            {
                Log.NotExchanged(logger, person, refusal.Message);
                return refusal.Failure is PullFailure.Transient or PullFailure.Throttled ? ConnectReason.Unavailable : ConnectReason.ExchangeFailed;
            }
        }

        try
        {
            using var limit = new CancellationTokenSource(LongestStoring, time);
            if (!await integrations.ConnectAsync(person, grant, time.GetUtcNow(), limit.Token))
            {
                return ConnectReason.OtherAccount;
            }
        }
        catch (Exception failure) when (failure is ArchiveException or OperationCanceledException)
        {
            Log.NotStored(logger, failure.Message);
            await GiveBackAsync(person, grant);
            return ConnectReason.NotStored;
        }

        Log.Connected(logger, person);
        await TellAsync(person);
        return null;
    }

    /// <summary>The person consented to something that did not come about: their consent is not to stand at Withings for ever.</summary>
    private async Task GiveBackAsync(AccountId person, Grant grant)
    {
        try
        {
            using var limit = new CancellationTokenSource(LongestNoting, time);
            await revocations.AskAsync(grant.UserId, time.GetUtcNow(), limit.Token);
        }
        catch (Exception failure) when (failure is ArchiveException or OperationCanceledException)
        {
            Log.NotGivenBack(logger, person, failure.Message);
        }
    }

    private async Task TellAsync(AccountId person)
    {
        foreach (var handler in handlers)
        {
            try
            {
                using var limit = new CancellationTokenSource(LongestStoring, time);
                await handler.ConnectedAsync(person, limit.Token);
            }
#pragma warning disable CA1031 // The person is connected; what follows is made up for later.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Log.NotQueued(logger, person, failure);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Account} is connected to Withings.")]
        public static partial void Connected(ILogger logger, AccountId account);

        [LoggerMessage(LogLevel.Warning, "The code of {Account} could not be exchanged: {Reason}")]
        public static partial void NotExchanged(ILogger logger, AccountId account, string reason);

        [LoggerMessage(LogLevel.Error, "A connection could not be stored: {Reason}")]
        public static partial void NotStored(ILogger logger, string reason);

        [LoggerMessage(LogLevel.Warning, "The consent of {Account} that could not be stored still stands at Withings, for that could not be noted either: {Reason}")]
        public static partial void NotGivenBack(ILogger logger, AccountId account, string reason);

        [LoggerMessage(LogLevel.Warning, "What follows the connection of {Account} could not be queued; it will be made up for.")]
        public static partial void NotQueued(ILogger logger, AccountId account, Exception failure);
    }
}
