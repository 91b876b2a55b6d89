using System.Globalization;
using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>One person's sign-in: the saved one for as long as it is good, else a new one. A password that was refused is not tried again, unless a person says so.</summary>
internal sealed partial class TrainerRoadSignIn(
    TrainerRoadOptions options, TrainerRoadLogin login, TrainerRoadClient client, ITrainerRoadSessionStore store, TimeProvider time, bool byPerson, ILogger logger)
{
    private TrainerRoadSession? _session;
    private bool _isRefused;

    /// <summary>The sign-in that is saved for this person, good or not; null when there is none.</summary>
    public async Task<TrainerRoadSession?> FindSavedAsync(CancellationToken cancellationToken) =>
        await store.FindAsync(cancellationToken) is { } saved && saved.Recipient == login.Recipient && saved.Address == options.Url.AbsoluteUri && TrainerRoadSession.IsCookie(saved.Cookie)
            ? saved
            : null;

    /// <summary>A sign-in that is good as far as is known here.</summary>
    public async Task<TrainerRoadSession> GetAsync(CancellationToken cancellationToken)
    {
        _session ??= await FindSavedAsync(cancellationToken);
        if (_session is null || _session.ExpiresAt <= time.GetUtcNow())
        {
            _session = await NewAsync(cancellationToken);
        }

        return _session;
    }

    /// <summary>A new one in the place of one that TrainerRoad no longer takes.</summary>
    public async Task<TrainerRoadSession> RenewAsync(CancellationToken cancellationToken)
    {
        Log.Over(logger);
        return _session = await NewAsync(cancellationToken);
    }

    private async Task<TrainerRoadSession> NewAsync(CancellationToken cancellationToken)
    {
        if (login.Password is null)
        {
            throw new DestinationException(DestinationFailure.SignInRequired, "TrainerRoad asks for a sign-in and there is no password: set TRAINERROAD_PASSWORD or the secrets file trainerroad_password.");
        }

        if (_isRefused)
        {
            throw Refused();
        }

        var notes = await store.FindNotesAsync(cancellationToken);
        if (!byPerson && RefusedLogin.Matches(notes.RefusedLogin, login.UserName, login.Password))
        {
            throw new DestinationException(DestinationFailure.SignInRequired, "TrainerRoad refused this user name and password before, so they are not sent again. Correct TRAINERROAD_USERNAME and TRAINERROAD_PASSWORD, or run `withings-sync deliveries retry --destination trainerroad` when they are right.");
        }

        var (cookie, expiresAt) = await LogInAsync(login.Password, cancellationToken);
        var longest = time.GetUtcNow() + options.SessionLifetime;
        var session = new TrainerRoadSession(login.Recipient, options.Url.AbsoluteUri, cookie, expiresAt is { } end && end < longest ? end : longest);
        Log.SignedIn(logger);
        await store.SaveAsync(session, cancellationToken);
        await store.SaveNotesAsync(TrainerRoadNotes.None, CancellationToken.None);
        return session;
    }

    private async Task<(string Cookie, DateTimeOffset? ExpiresAt)> LogInAsync(string password, CancellationToken cancellationToken)
    {
        var cookies = new Cookies(time);
        var page = await client.ReadLoginPageAsync(cancellationToken);
        await client.ThrowIfFailedAsync(page, "the sign-in page");
        if (!page.IsSuccess)
        {
            throw NotUnderstood("the sign-in page", page.Status);
        }

        cookies.Take(page.SetCookies);
        var answer = await client.PostLoginAsync(
            [KeyValuePair.Create("Username", login.UserName), KeyValuePair.Create("Password", password), .. LoginForm.HiddenFields(page.Body)], cookies.Header, cancellationToken);
        cookies.Take(answer.SetCookies);
        if (cookies.Find(options.CookieName) is { } found)
        {
            return found;
        }

        await client.ThrowIfFailedAsync(answer, "the sign-in");
        if (!answer.IsSuccess && !answer.IsRedirect && answer.Status != 401)
        {
            throw NotUnderstood("the sign-in", answer.Status);
        }

        _isRefused = true;
        var notes = await store.FindNotesAsync(CancellationToken.None);
        await store.SaveNotesAsync(notes with { RefusedLogin = RefusedLogin.Of(login.UserName, password) }, CancellationToken.None);
        throw Refused();
    }

    private static DestinationException Refused() =>
        new(DestinationFailure.SignInRequired, "TrainerRoad does not accept the user name or the password. Check TRAINERROAD_USERNAME and TRAINERROAD_PASSWORD by signing in with a browser.");

    private static DestinationException NotUnderstood(string what, int status) =>
        new(DestinationFailure.Rejected, string.Create(CultureInfo.InvariantCulture, $"TrainerRoad answered {what} with HTTP {status}; it may work differently now. The password is not to blame."));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "TrainerRoad no longer takes the saved sign-in; signing in anew.")]
        public static partial void Over(ILogger logger);

        [LoggerMessage(LogLevel.Information, "TrainerRoad authentication successful")]
        public static partial void SignedIn(ILogger logger);
    }
}
