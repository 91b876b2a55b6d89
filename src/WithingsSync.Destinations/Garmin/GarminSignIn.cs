using WithingsSync.Destinations.Garmin.SignIn;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Garmin;

/// <summary>What a person does about signing in at Garmin.</summary>
public sealed class GarminSignIn
{
    private readonly GarminOptions _options;
    private readonly IGarminSessionStore _store;
    private readonly SignInFlow _flow;
    private readonly Tokens _tokens;
    private readonly TimeProvider _time;

    internal GarminSignIn(GarminOptions options, IGarminSessionStore store, SignInFlow flow, Tokens tokens, TimeProvider time) =>
        (_options, _store, _flow, _tokens, _time) = (options, store, flow, tokens, time);

    /// <summary>Signs in anew, also over a saved session, which only success replaces.</summary>
    /// <param name="portal">By the web site's way.</param>
    /// <exception cref="DestinationException">Garmin refused.</exception>
    public async Task<GarminSession> WithPasswordAsync(GarminCredentials credentials, bool portal, CancellationToken cancellationToken)
    {
        await using var held = await TakeAsync(cancellationToken);
        return await _flow.SignInAsync(credentials, byPerson: true, portal, cancellationToken);
    }

    /// <summary>With a ticket from the person's own browser (garmin-trainerroad-fit.md §1.6); allowed whatever cooldown there is.</summary>
    /// <param name="pasted">The ticket, the answer it stood in, or an address with it.</param>
    /// <param name="login">The user name the session is for; null when unknown.</param>
    /// <exception cref="DestinationException">There is no ticket in the text, or Garmin refused it.</exception>
    public async Task<GarminSession> WithTicketAsync(string pasted, string? login, CancellationToken cancellationToken)
    {
        var ticket = TicketText.Find(pasted) ?? throw new DestinationException(DestinationFailure.SignInRequired, "There is no ticket in this text. It looks like ST-1234567-AbCdEf-sso, and stands after serviceTicketId in the answer to mobile/api/login.");
        await using var held = await TakeAsync(cancellationToken);
        return await GuardAsync(() => _flow.AcceptAsync(new(ticket, _options.TicketServiceUrl), login, stays: true, cancellationToken));
    }

    /// <summary>Takes over the tokens of another program. A token that is about to end is refreshed, after which that program's copy is dead.</summary>
    /// <exception cref="DestinationException">Garmin does not accept them.</exception>
    public async Task<GarminSession> ImportAsync(GarminSession imported, CancellationToken cancellationToken)
    {
        await using var held = await TakeAsync(cancellationToken);
        return await GuardAsync(async () =>
        {
            imported = imported with { IsStanding = true };
            var isFresh = imported.AccessToken.Length > 0 && (imported.ExpiresAt is not { } end || end - _time.GetUtcNow() > _options.TokenMargin);
            if (isFresh && await _flow.CheckAndSaveAsync(imported, cancellationToken) is { } good)
            {
                return good;
            }

            var renewed = await _tokens.RefreshAsync(imported, CancellationToken.None)
                ?? throw new DestinationException(DestinationFailure.SignInRequired, "Garmin Connect does not accept these tokens: they are too old, or another program used them since. Run `withings-sync garmin login`.");
            return await KeepAndCheckAsync(renewed);
        });
    }

    /// <summary>Renewed tokens are on the disk before anything else can fail: the imported ones are dead.</summary>
    private async Task<GarminSession?> KeepAndCheckAsync(GarminSession renewed)
    {
        var before = await _store.FindAsync(CancellationToken.None);
        await _store.SaveAsync(renewed, CancellationToken.None);
        if (await _flow.CheckAndSaveAsync(renewed, CancellationToken.None) is { } good)
        {
            return good;
        }

        await (before is null ? _store.RemoveAsync(CancellationToken.None) : _store.SaveAsync(before, CancellationToken.None));
        return null;
    }

    /// <summary>A session file that cannot be replaced is told before Garmin is asked for what could not be kept.</summary>
    private async Task<IAsyncDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        var held = await _store.TakeAsync(_time, cancellationToken);
        try
        {
            await _store.FindAsync(cancellationToken);
            await _store.FindNotesAsync(cancellationToken);
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>Forgets the session, a pending code and a refused password; a wait that Garmin asked for stays, because forgetting it helps nobody.</summary>
    /// <returns>Whether somebody was signed in, and until when Garmin wants to be left alone.</returns>
    public async Task<(bool WasSignedIn, DateTimeOffset? NotBefore)> SignOutAsync(CancellationToken cancellationToken)
    {
        await using var held = await _store.TakeAsync(_time, cancellationToken);
        var wasSignedIn = await _store.FindAsync(cancellationToken) is not null;
        await _store.RemoveAsync(cancellationToken);
        var notes = await _store.FindNotesAsync(cancellationToken);
        var now = _time.GetUtcNow();
        var keepsCooldown = notes.WasThrottled && notes.SignInNotBefore > now;
        await _store.SaveNotesAsync(
            new() { SignInNotBefore = keepsCooldown ? notes.SignInNotBefore : null, WasThrottled = keepsCooldown, Cooldowns = keepsCooldown ? notes.Cooldowns : 0, ApiNotBefore = notes.ApiNotBefore },
            cancellationToken);
        return (wasSignedIn, keepsCooldown ? notes.SignInNotBefore : notes.ApiNotBefore is { } pause && pause > now ? pause : null);
    }

    /// <summary>A 429 here is told, and begins no cooldown: this way does not pass the limiter of the sign-in.</summary>
    private async Task<GarminSession> GuardAsync(Func<Task<GarminSession?>> accept)
    {
        try
        {
            return await accept() ?? throw new DestinationException(DestinationFailure.SignInRequired, "Garmin Connect's API refuses this token. Run `withings-sync garmin login` or take a new ticket.");
        }
        catch (GarminRefusal refusal) when (refusal.IsThrottled)
        {
            throw new DestinationException(DestinationFailure.Throttled, "Garmin Connect answers that there are too many requests (HTTP 429). Try again in an hour.") { RetryAt = _time.GetUtcNow() + (refusal.Wait ?? _options.ApiPause) };
        }
    }
}
