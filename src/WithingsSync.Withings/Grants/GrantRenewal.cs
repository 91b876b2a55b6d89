using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Grants;

/// <summary>
/// Replaces a grant's tokens, holding the store's lock. The new tokens are stored before anybody may use them: at their first use the old
/// refresh token dies (withings-api.md §2.3). After any failure the store is as it was.
/// </summary>
internal sealed partial class GrantRenewal(WithingsClient client, IGrantStore store)
{
    private readonly WithingsOptions _options = client.Trunk.Options;
    private readonly TimeProvider _time = client.Trunk.Time;

    /// <summary>More than the longest renewal of another process: its waits, its time-outs, its repetition, together some 200 seconds.</summary>
    private static readonly TimeSpan LongestLock = TimeSpan.FromMinutes(4);

    /// <param name="isGood">Whether a stored grant needs no renewal, for instance because another process was faster.</param>
    public async Task<Grant> RenewAsync(Predicate<Grant> isGood, CancellationToken cancellationToken)
    {
        await using var held = await LockAsync(cancellationToken);
        var stored = await store.FindAsync(cancellationToken) ?? throw NoGrant();
        if (isGood(stored))
        {
            return stored;
        }

        if (stored.RefreshToken.Length == 0)
        {
            throw NoGrant();
        }

        Log.Renewing(client.Trunk.Logger);
        var call = WithingsCall.Token(
        [
            ("grant_type", "refresh_token"),
            .. _options.Credentials,
            ("refresh_token", stored.RefreshToken),
        ]);
        try
        {
            return await AskAndStoreAsync(stored, call, cancellationToken);
        }
        catch (WithingsException repeated) when (repeated.SameArguments)
        {
            if (await OfAnotherAsync(stored, cancellationToken) is { } other)
            {
                return other;
            }

            if (_options.LongestWait < Patience.SameArgumentsWait)
            {
                throw;
            }

            return await RepeatAsync(stored, call, cancellationToken);
        }
        catch (WithingsException refusal) when (refusal.Failure == PullFailure.SignInRequired)
        {
            // A process that ignores our lock (upstream's tool) may have renewed it a moment ago.
            if (await OfAnotherAsync(stored, cancellationToken) is { } other)
            {
                return other;
            }

            throw;
        }
    }

    public PullException NoGrant() => new(PullFailure.SignInRequired, $"No sign-in at Withings is stored; {_options.SignInAdvice}.");

    private async Task<Grant> RepeatAsync(Grant stored, WithingsCall call, CancellationToken cancellationToken)
    {
        await Task.Delay(Patience.SameArgumentsWait, _time, cancellationToken);
        if (await OfAnotherAsync(stored, cancellationToken) is { } renewed)
        {
            return renewed;
        }

        try
        {
            return await AskAndStoreAsync(stored, call, cancellationToken);
        }
        catch (WithingsException refusal) when (refusal.Failure == PullFailure.SignInRequired)
        {
            if (await OfAnotherAsync(stored, cancellationToken) is { } other)
            {
                return other;
            }

            throw;
        }
    }

    private async Task<Grant> AskAndStoreAsync(Grant earlier, WithingsCall call, CancellationToken cancellationToken)
    {
        var (reply, askedAt) = await client.AskAsync(call, accessToken: null, TokenReply.Read, cancellationToken);
        if (earlier.UserId.Length > 0 && reply.UserId is { } person && !string.Equals(person, earlier.UserId, StringComparison.Ordinal))
        {
            throw new WithingsException(PullFailure.SignInRequired, $"Withings renewed the sign-in of another person; {_options.SignInAdvice}.");
        }

        Grant grant;
        try
        {
            // The life that is surely left; and of two renewals at once, whose answers may come in any order, the later one ends later.
            grant = reply.ToGrant(earlier, askedAt);
        }
        catch (UnexpectedShapeException incomplete)
        {
            throw new WithingsException(PullFailure.Transient, $"Withings renewed the sign-in incompletely: {incomplete.Message}.", incomplete);
        }

        return await store.ReplaceAsync(earlier, grant, cancellationToken);
    }

    /// <summary>The grant another process stored in the meantime, or null.</summary>
    private async Task<Grant?> OfAnotherAsync(Grant used, CancellationToken cancellationToken) =>
        await store.FindAsync(cancellationToken) is { } now && now.AccessToken != used.AccessToken ? now : null;

    private async Task<IAsyncDisposable> LockAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(LongestLock, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken, client.Trunk.Closing);
        try
        {
            return await store.LockAsync(either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new WithingsException(PullFailure.Transient, "Another process has been renewing the sign-in at Withings for minutes. Wait for it to end, or stop it, and run this again.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Withings: Refresh Access Token")]
        public static partial void Renewing(ILogger logger);
    }
}
