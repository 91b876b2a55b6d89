using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using WithingsSync.Destinations.Garmin.SignIn;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Garmin;

/// <summary>
/// Hands out a session that can be used: the saved one, else a refreshed one, else one of a new sign-in; one of these at a time, in this process and across
/// processes. A refresh that Garmin rejects changes nothing on the disk.
/// </summary>
internal sealed partial class GarminKeeper(
    GarminOptions options, IGarminSessionStore store, Tokens tokens, SignInFlow flow, Cooldowns cooldowns, GarminCredentials? credentials, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task<GarminSession> _inFlight = Task.FromException<GarminSession>(new InvalidOperationException("Nothing was renewed yet."));

    /// <summary>The access token this process obtained last: it is used to its end, which may be less than the margin.</summary>
    private string? _obtained;

    /// <exception cref="DestinationException">A person must sign in, or Garmin cannot be used for now.</exception>
    public async Task<GarminSession> GetAsync(CancellationToken cancellationToken) =>
        await store.FindAsync(cancellationToken) is { } stored && IsGood(stored) ? stored : await RenewOnceAsync(IsGood, mayRefresh: true, cancellationToken);

    /// <summary>A session with another access token than the one that the API refused.</summary>
    public Task<GarminSession> RenewAsync(string refused, CancellationToken cancellationToken) => AnotherAsync(refused, mayRefresh: true, cancellationToken);

    /// <summary>The same by a new sign-in, because refreshing brought nothing better.</summary>
    public Task<GarminSession> ReplaceAsync(string refused, CancellationToken cancellationToken) => AnotherAsync(refused, mayRefresh: false, cancellationToken);

    /// <summary>Waits for a refresh under way, whose tokens would be lost; stops waiting for a person.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task<GarminSession> inFlight;
        lock (_gate)
        {
            inFlight = _inFlight;
        }

        await ((Task)inFlight).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    /// <summary>Renews a sign-in that would soon end because nothing was delivered for weeks; else asks nobody.</summary>
    /// <exception cref="DestinationException">A person must sign in, or Garmin cannot be used for now.</exception>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        if (await store.FindAsync(cancellationToken) is { RefreshToken.Length: > 0 } stored && !IsOfAnother(stored)
            && (stored.RefreshExpiresAt ?? stored.ObtainedAt + options.RefreshLife) is { } ends && ends - time.GetUtcNow() < options.RefreshMargin
            && !(time.GetUtcNow() - stored.ObtainedAt < TimeSpan.FromDays(1)))
        {
            await RenewOnceAsync(session => session.AccessToken != stored.AccessToken && IsGood(session), mayRefresh: true, cancellationToken);
        }
    }

    private static string HashOf(GarminSession session) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(session.RefreshToken)));

    public bool IsOfAnother(GarminSession session) => session.Login is { } login && credentials is not null && !credentials.AreOf(login);

    private async Task<GarminSession> AnotherAsync(string refused, bool mayRefresh, CancellationToken cancellationToken)
    {
        bool IsAnother(GarminSession session) => session.AccessToken != refused && IsGood(session);

        var renewed = await RenewOnceAsync(IsAnother, mayRefresh, cancellationToken);

        // A renewal under way for another reason may have ended with the very token that was refused.
        return IsAnother(renewed) ? renewed : await RenewOnceAsync(IsAnother, mayRefresh, cancellationToken);
    }

    private Task<GarminSession> RenewOnceAsync(Predicate<GarminSession> isGood, bool mayRefresh, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_inFlight.IsCompleted)
            {
                _inFlight = Task.Run(() => RenewAndRememberAsync(isGood, mayRefresh), CancellationToken.None);
            }

            return _inFlight.WaitAsync(cancellationToken);
        }
    }

    private async Task<GarminSession> RenewAndRememberAsync(Predicate<GarminSession> isGood, bool mayRefresh)
    {
        await using var held = await store.TakeAsync(time, _stopping.Token);
        var session = await WithoutUnansweredAsync(() => RenewAsync(isGood, mayRefresh));
        lock (_gate)
        {
            _obtained = session.AccessToken;
        }

        return session;
    }

    /// <summary>Whoever waits for a session to make a call with must neither repeat this for the call's sake nor take the call for made.</summary>
    private static async Task<GarminSession> WithoutUnansweredAsync(Func<Task<GarminSession>> renew)
    {
        try
        {
            return await renew();
        }
        catch (GarminUnansweredException unanswered)
        {
            throw new DestinationException(unanswered.Failure, unanswered.Message, unanswered);
        }
    }

    private async Task<GarminSession> RenewAsync(Predicate<GarminSession> isGood, bool mayRefresh)
    {
        var stored = await store.FindAsync(CancellationToken.None);
        if (stored is not null && isGood(stored))
        {
            return stored;
        }

        if (stored is { RefreshToken.Length: > 0 } && mayRefresh && !IsOfAnother(stored) && (await store.FindNotesAsync(CancellationToken.None)).RefusedRefresh != HashOf(stored))
        {
            cooldowns.Respect(await store.FindNotesAsync(CancellationToken.None), byPerson: true);
            if (await RefreshAsync(stored) is { } renewed)
            {
                return renewed;
            }

            // A program that ignores our lock (the Python tool) may have renewed it a moment ago.
            if (await store.FindAsync(CancellationToken.None) is { } now && now.AccessToken != stored.AccessToken && isGood(now))
            {
                return now;
            }

            Log.Rejected(logger);
            await store.SaveNotesAsync(await store.FindNotesAsync(CancellationToken.None) with { RefusedRefresh = HashOf(stored) }, CancellationToken.None);
        }

        return credentials is { Password.Length: > 0 } || stored is null || IsOfAnother(stored)
            ? await flow.SignInAsync(credentials, byPerson: false, portal: false, _stopping.Token)
            : throw new DestinationException(
                DestinationFailure.SignInRequired,
                "Garmin Connect no longer accepts the saved sign-in: it was unused for a month, or another program used its token. The file is left as it is. Run `withings-sync garmin login`.");
    }

    /// <summary>The new tokens are on the disk before anybody uses them: the old refresh token is dead.</summary>
    private async Task<GarminSession?> RefreshAsync(GarminSession stored)
    {
        Log.Refreshing(logger);
        try
        {
            if (await tokens.RefreshAsync(stored, CancellationToken.None) is not { } renewed)
            {
                return null;
            }

            await store.SaveAsync(renewed, CancellationToken.None);
            return renewed;
        }
        catch (GarminRefusal refusal) when (refusal.IsThrottled)
        {
            throw Cooldowns.At(refusal, await cooldowns.BeginAsync(throttled: true, refusal.Wait));
        }
    }

    private bool IsGood(GarminSession session)
    {
        if (session.AccessToken.Length == 0 || session.AccessToken.AsSpan().ContainsAnyExceptInRange('!', '~') || IsOfAnother(session))
        {
            return false;
        }

        lock (_gate)
        {
            var left = session.ExpiresAt - time.GetUtcNow();
            return left is null || left > (session.AccessToken == _obtained ? TimeSpan.Zero : options.TokenMargin);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "Garmin: refreshing the token.")]
        public static partial void Refreshing(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "Garmin: the saved sign-in is no longer accepted.")]
        public static partial void Rejected(ILogger logger);
    }
}
