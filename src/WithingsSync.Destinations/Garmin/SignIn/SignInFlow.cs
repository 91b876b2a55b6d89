using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>
/// Signs in with user name and password: the mobile way and, where something stands in it, the widget's, once. After a 429 nothing more is asked. Whoever
/// calls holds the store's lock; the saved session is replaced only by a token that the API takes.
/// </summary>
internal sealed partial class SignInFlow(
    GarminOptions options, IGarminSessionStore store, IReadOnlyList<ILoginStrategy> strategies, Tokens tokens, TokenCheck check, Cooldowns cooldowns, ISecondFactor secondFactor,
    TimeProvider time, ILogger logger)
{
    /// <param name="byPerson">Somebody asked for this sign-in and waits for it.</param>
    /// <param name="portal">By the web site's way, and no other.</param>
    public async Task<GarminSession> SignInAsync(GarminCredentials? credentials, bool byPerson, bool portal, CancellationToken cancellationToken)
    {
        var notes = await store.FindNotesAsync(cancellationToken);
        cooldowns.Respect(notes, byPerson);
        try
        {
            return await ResumeAsync(notes, credentials, byPerson, portal, cancellationToken)
                ?? await BeginAsync(notes, NeedPassword(credentials), byPerson, portal, cancellationToken);
        }
        catch (GarminRefusal refusal) when (refusal.IsThrottled)
        {
            throw Cooldowns.At(refusal, await cooldowns.BeginAsync(throttled: true, refusal.Wait));
        }
        catch (GarminRefusal refusal) when (refusal.IsCodeExpired)
        {
            var now = await store.FindNotesAsync(CancellationToken.None);
            await NoteAsync(now.Pending is { } pending ? pending with { ValidUntil = time.GetUtcNow() } : null);
            throw;
        }
        catch (GarminRefusal refusal) when (refusal is { Failure: DestinationFailure.SignInRequired, Wait: { } wait })
        {
            throw await WaitAsync(refusal, byPerson, wait);
        }
        catch (GarminRefusal refusal) when ((refusal.IsWrongPassword || refusal.IsOfAccount) && credentials is { Password.Length: > 0 })
        {
            var now = await store.FindNotesAsync(CancellationToken.None);
            await store.SaveNotesAsync(now with { RefusedCredentials = CredentialHash.Of(credentials), RefusedBecause = refusal.IsOfAccount ? refusal.Message : null }, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Exchanges a ticket and checks the token.</summary>
    /// <param name="stays">The person signs in for good.</param>
    /// <returns>Null when the API refuses the token.</returns>
    /// <exception cref="DestinationException">The ticket was not accepted, or Garmin cannot be used.</exception>
    public async Task<GarminSession?> AcceptAsync(LoginOutcome.Ticket ticket, string? login, bool stays, CancellationToken cancellationToken)
    {
        var session = await tokens.ExchangeAsync(ticket, cancellationToken)
            ?? throw new DestinationException(DestinationFailure.SignInRequired, "Garmin Connect does not accept the ticket: it serves once, for about a minute, and only for the page it came from. Sign in again.");
        return await CheckAndSaveAsync(session with { Login = login, IsStanding = stays }, cancellationToken);
    }

    /// <summary>
    /// Asks the API about a new session and keeps it, also when the API gives no answer to that: the ticket is used up, and the next run asks again. What a
    /// person signed in for good stays so when the same account signs in anew.
    /// </summary>
    /// <returns>Null when the API refuses the token; the saved session is then as it was.</returns>
    /// <exception cref="UncheckedSessionException">The API gave no answer; the session is kept.</exception>
    public async Task<GarminSession?> CheckAndSaveAsync(GarminSession session, CancellationToken cancellationToken)
    {
        var before = await store.FindAsync(CancellationToken.None);
        try
        {
            if (await check.FindProfileAsync(session.AccessToken, cancellationToken) is not { } profile)
            {
                return null;
            }

            var good = session with { ProfileId = profile.Id, DisplayName = profile.DisplayName };
            good = good with { IsStanding = good.IsStanding || (before is { IsStanding: true } && good.IsOfSameAccount(before)) };
            await KeepAsync(good, pause: null);
            Log.SignedIn(logger);
            return good;
        }
        catch (DestinationException failure)
        {
            var pause = failure is GarminRefusal { IsThrottled: true } refusal ? time.GetUtcNow() + GarminClient.LengthOfPause(refusal.Wait, options) : (DateTimeOffset?)null;
            await KeepAsync(session with { IsStanding = session.IsStanding || (before is { IsStanding: true } && session.IsOfSameAccount(before)) }, pause);
            throw new UncheckedSessionException(failure, pause);
        }
    }

    /// <summary>A new session ends what kept the sign-in waiting, but not what Garmin's API asked for.</summary>
    private async Task KeepAsync(GarminSession session, DateTimeOffset? pause)
    {
        await store.SaveAsync(session, CancellationToken.None);
        var notes = await store.FindNotesAsync(CancellationToken.None);
        await store.SaveNotesAsync(GarminNotes.None with { ApiNotBefore = pause ?? notes.ApiNotBefore }, CancellationToken.None);
    }

    /// <summary>Goes on with a sign-in that waits for its code; null when there is none to go on with.</summary>
    private async Task<GarminSession?> ResumeAsync(GarminNotes notes, GarminCredentials? credentials, bool byPerson, bool portal, CancellationToken cancellationToken)
    {
        if (notes.Pending is not { } pending || (credentials is not null && !credentials.AreOf(pending.Login)) || (portal && pending.Strategy != JsonLogin.Portal)
            || strategies.FirstOrDefault(strategy => strategy.Name == pending.Strategy) is not { } strategy)
        {
            return null;
        }

        if (pending.ValidUntil <= time.GetUtcNow() || pending.Tries >= options.CodeTries)
        {
            return byPerson || secondFactor.CanAsk ? null : throw new DestinationException(
                DestinationFailure.SignInRequired, "Garmin Connect wants a code to sign in, and the last one was not given in time. Run `withings-sync garmin login`; until then no more codes are asked for.");
        }

        if (await FinishAsync(strategy, pending, byPerson, cancellationToken) is { } outcome)
        {
            return await AcceptOwnAsync(outcome, pending.Login, byPerson, cancellationToken) ?? throw await WaitAsync(TokenRefused(), byPerson);
        }

        return byPerson && secondFactor.CanAsk ? null : throw CodeWanted(pending);
    }

    private async Task<GarminSession> BeginAsync(GarminNotes notes, GarminCredentials credentials, bool byPerson, bool portal, CancellationToken cancellationToken)
    {
        if (!byPerson && CredentialHash.Matches(notes.RefusedCredentials, credentials))
        {
            throw new DestinationException(DestinationFailure.SignInRequired, notes.RefusedBecause ?? "Garmin Connect refused this user name and password before, so they are not tried again. Correct them, or run `withings-sync garmin login`.");
        }

        string? blocked = null;
        foreach (var strategy in strategies.Where(strategy => (strategy.Name == JsonLogin.Portal) == portal))
        {
            var outcome = await strategy.SignInAsync(credentials, cancellationToken);
            if (outcome is LoginOutcome.NeedsCode wanted)
            {
                outcome = await AskAsync(strategy, wanted.Pending, byPerson, cancellationToken);
            }

            if (outcome is LoginOutcome.Blocked obstacle)
            {
                blocked = obstacle.Why;
                Log.Blocked(logger, strategy.Name, blocked);
            }
            else if (outcome is LoginOutcome.Ticket ticket)
            {
                if (await AcceptOwnAsync(ticket, credentials.UserName, byPerson, cancellationToken) is { } session)
                {
                    return session;
                }

                blocked = null;
                Log.Refused(logger, strategy.Name);
            }
        }

        throw await WaitAsync(blocked is null ? TokenRefused() : Blocked(blocked), byPerson);
    }

    /// <summary>A ticket that a password brought and that comes to nothing begins a wait: else each run would send the password again.</summary>
    private async Task<GarminSession?> AcceptOwnAsync(LoginOutcome.Ticket ticket, string login, bool byPerson, CancellationToken cancellationToken)
    {
        try
        {
            return await AcceptAsync(ticket, login, stays: byPerson, cancellationToken);
        }
        catch (DestinationException refusal) when (refusal is not UncheckedSessionException && refusal.Failure is DestinationFailure.SignInRequired or DestinationFailure.Rejected)
        {
            throw await WaitAsync(refusal, byPerson);
        }
    }

    /// <summary>Keeps the session before anybody is asked: if this process ends, the code is still good for it.</summary>
    private async Task<LoginOutcome> AskAsync(ILoginStrategy strategy, PendingSignIn wanted, bool byPerson, CancellationToken cancellationToken)
    {
        var pending = wanted with { ValidUntil = time.GetUtcNow() + options.CodeLife };
        await NoteAsync(pending);

        // A code given beforehand cannot be the one that was sent just now.
        var code = pending.CodeWasSent && !secondFactor.CanAsk ? null : await FinishAsync(strategy, pending, byPerson, cancellationToken);
        return code ?? throw CodeWanted(pending);
    }

    /// <returns>The ticket, or null when there is no code.</returns>
    private async Task<LoginOutcome.Ticket?> FinishAsync(ILoginStrategy strategy, PendingSignIn pending, bool byPerson, CancellationToken cancellationToken)
    {
        for (var wasWrong = false; ; wasWrong = true)
        {
            string? code;
            try
            {
                code = await secondFactor.FindCodeAsync(pending, wasWrong, cancellationToken);
            }
            catch (TimeoutException)
            {
                throw CodeWanted(pending);
            }

            if (code is not { Length: > 0 })
            {
                return null;
            }

            switch (await strategy.VerifyAsync(pending, code, cancellationToken))
            {
                case LoginOutcome.Ticket ticket:
                    await NoteAsync(null);
                    return ticket;
                case LoginOutcome.WrongCode wrong:
                    pending = wrong.Pending with { Tries = pending.Tries + 1 };
                    await NoteAsync(pending);
                    if (!secondFactor.CanAsk || pending.Tries >= options.CodeTries)
                    {
                        throw WrongCode(pending);
                    }

                    break;
                case LoginOutcome.Blocked obstacle:
                    throw await WaitAsync(Blocked(obstacle.Why), byPerson);
                default:
                    throw GarminRefusal.Unreadable("an answer to the code");
            }
        }
    }

    private async Task NoteAsync(PendingSignIn? pending) =>
        await store.SaveNotesAsync(await store.FindNotesAsync(CancellationToken.None) with { Pending = pending }, CancellationToken.None);

    /// <summary>Notes that runs wait now, which a person who was here need not be told.</summary>
    private async Task<DestinationException> WaitAsync(DestinationException refusal, bool byPerson, TimeSpan? asked = null)
    {
        var until = await cooldowns.BeginAsync(throttled: false, asked);
        return byPerson ? refusal : Cooldowns.Unattended(refusal, until);
    }

    private static DestinationException Blocked(string why) =>
        new(DestinationFailure.SignInRequired, $"Garmin Connect blocks sign-ins from this machine ({why}): it takes it for a robot. Run `withings-sync garmin login --ticket`, which takes a ticket from your browser and always works; or `garmin login --portal`, or try from a home network.");

    private static DestinationException TokenRefused() =>
        new(DestinationFailure.SignInRequired, "Garmin Connect signed in, but its API refuses the token of this way of signing in. Run `withings-sync garmin login --portal`, or `withings-sync garmin login --ticket` with a ticket from your browser.");

    private DestinationException CodeWanted(PendingSignIn pending) =>
        new(DestinationFailure.SignInRequired, $"Garmin Connect wants a code{(pending.SentTo is { } to ? $", which was sent to {to}" : pending.CodeWasSent ? ", which was sent to you" : "")}. Give it with --garmin-mfa-code CODE (or GARMIN_MFA_CODE) until {Clock(pending)}, or run `withings-sync garmin login`.");

    private DestinationException WrongCode(PendingSignIn pending) =>
        new(DestinationFailure.SignInRequired, pending.Tries >= options.CodeTries
            ? "Garmin Connect does not accept this code either. Run `withings-sync garmin login` for a new one."
            : $"Garmin Connect does not accept this code. The right one is good until {Clock(pending)}: --garmin-mfa-code CODE.");

    private string Clock(PendingSignIn pending) => TimeZoneInfo.ConvertTime(pending.ValidUntil, time.LocalTimeZone).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private static GarminCredentials NeedPassword(GarminCredentials? credentials) => credentials is { Password.Length: > 0, UserName.Length: > 0 }
        ? credentials
        : throw new DestinationException(DestinationFailure.SignInRequired, "Nobody is signed in at Garmin Connect, and no user name and password are set. Run `withings-sync garmin login`.");

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Garmin authentication successful")]
        public static partial void SignedIn(ILogger logger);

        [LoggerMessage(LogLevel.Warning, "Garmin: the {Strategy} sign-in is blocked ({Why}).")]
        public static partial void Blocked(ILogger logger, string strategy, string why);

        [LoggerMessage(LogLevel.Warning, "Garmin: the API refuses the token of the {Strategy} sign-in; it is thrown away.")]
        public static partial void Refused(ILogger logger, string strategy);
    }
}
