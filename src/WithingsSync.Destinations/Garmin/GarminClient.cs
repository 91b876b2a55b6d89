using System.Net.Http.Headers;
using WithingsSync.Destinations.Garmin.SignIn;
using WithingsSync.Destinations.Garmin.Wire;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Garmin;

/// <summary>
/// Calls Garmin's API for the person who is signed in. A refused token is replaced and the call repeated once; a reading call also after 5xx and broken
/// connections. 429 pauses the API for every later run.
/// </summary>
internal sealed class GarminClient(GarminOptions options, GarminHttp http, GarminKeeper keeper, IGarminSessionStore store, Cooldowns cooldowns, Pause pause, TimeProvider time)
{
    private DateTimeOffset? _notBefore;
    private bool _knowsPause;

    /// <summary>How long to leave the API alone after 429: what it asked for, but at least our own pause and at most two days.</summary>
    public static TimeSpan LengthOfPause(TimeSpan? asked, GarminOptions options)
    {
        var wait = asked > options.ApiPause ? asked.Value : options.ApiPause;
        return wait > GarminHttp.LongestWait ? GarminHttp.LongestWait : wait;
    }

    /// <summary>Asks, and asks again where that does no harm.</summary>
    /// <exception cref="DestinationException">Garmin cannot be used, or refused with a 4xx.</exception>
    public async Task<GarminAnswer> GetAsync(string path, CancellationToken cancellationToken, params (string Name, string Value)[] query)
    {
        for (var tried = 0; ; tried++)
        {
            try
            {
                var answer = await SendAsync(() => Request(HttpMethod.Get, options.ApiUrl.At(path, query)), options.RequestTimeout, cancellationToken);
                if (answer.IsSuccess)
                {
                    return answer;
                }

                if (answer.Status < 500 || tried >= options.Retries)
                {
                    throw Failure(answer);
                }
            }
            catch (GarminUnansweredException) when (tried < options.Retries)
            {
                // Once more, after the same pause as after 5xx.
            }

            await pause.WaitAsync(options.RetryDelayShortest, options.RetryDelayLongest, cancellationToken);
        }
    }

    /// <summary>Sends a request that changes something, once; the answer is the caller's to judge, but for 401 and 429.</summary>
    /// <param name="content">Made anew for each try; null for none.</param>
    /// <exception cref="GarminUnansweredException">No answer: it may have happened.</exception>
    public Task<GarminAnswer> SendAsync(HttpMethod method, string path, Func<HttpContent>? content, TimeSpan timeout, CancellationToken cancellationToken) =>
        SendAsync(
            () =>
            {
                var request = Request(method, options.ApiUrl.At(path));
                request.Content = content?.Invoke();
                return request;
            },
            timeout,
            cancellationToken);

    /// <summary>Whose account it is.</summary>
    public async Task<GarminProfile> ProfileAsync(CancellationToken cancellationToken) =>
        GarminProfile.Read((await GetAsync(options.ProfilePath, cancellationToken)).Body) ?? throw GarminRefusal.Unreadable("a profile without a number");

    /// <summary>What an answer means that is no success.</summary>
    public static DestinationException Failure(GarminAnswer answer) => answer.Status switch
    {
        402 or 403 => new(DestinationFailure.SignInRequired, FormattableString.Invariant($"Garmin Connect refuses this account or this machine (HTTP {answer.Status}). Sign in at Garmin with a browser to see whether it asks for something; docs/garmin.md says more.")),
        408 or >= 500 => new(DestinationFailure.Transient, FormattableString.Invariant($"Garmin Connect is out of order (HTTP {answer.Status}). Try again later.")),
        _ => new(DestinationFailure.Rejected, FormattableString.Invariant($"Garmin Connect answered HTTP {answer.Status}, which this tool does not understand.")),
    };

    private async Task<GarminAnswer> SendAsync(Func<HttpRequestMessage> make, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await RespectPauseAsync(cancellationToken);
        var session = await keeper.GetAsync(cancellationToken);
        var answer = await AttemptAsync(session, make, timeout, cancellationToken);
        if (answer.Status == 401)
        {
            session = await keeper.RenewAsync(session.AccessToken, cancellationToken);
            answer = await AttemptAsync(session, make, timeout, cancellationToken);
        }

        if (answer.Status == 401)
        {
            // Even its newest token is refused: such a session never gets better.
            var before = (await store.FindNotesAsync(cancellationToken)).Cooldowns;
            session = await keeper.ReplaceAsync(session.AccessToken, cancellationToken);
            answer = await AttemptAsync(session, make, timeout, cancellationToken);
            if (answer.Status == 401)
            {
                throw await RefusedAsync(before);
            }
        }

        return answer;
    }

    /// <summary>A token of a new sign-in is refused too: without a wait, each run would sign in anew and get no further.</summary>
    private async Task<DestinationException> RefusedAsync(int cooldownsBefore)
    {
        await using var held = await store.TakeAsync(time, CancellationToken.None);
        return Cooldowns.Unattended(
            new(DestinationFailure.SignInRequired, "Garmin Connect's API refuses the token, even a new one (HTTP 401). Run `withings-sync garmin login --portal` or `withings-sync garmin login --ticket`."),
            await cooldowns.BeginAsync(throttled: false, asked: null, cooldownsBefore));
    }

    private async Task<GarminAnswer> AttemptAsync(GarminSession session, Func<HttpRequestMessage> make, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var request = make();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.AccessToken);
        var answer = await http.SendAsync(request, timeout, cancellationToken);
        return answer.IsThrottled ? throw await PauseAsync(answer.RetryAfter) : answer;
    }

    private HttpRequestMessage Request(HttpMethod method, Uri address)
    {
        var request = new HttpRequestMessage(method, address);
        request.AddNative(options);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return request;
    }

    private async Task RespectPauseAsync(CancellationToken cancellationToken)
    {
        if (!_knowsPause)
        {
            _notBefore = (await store.FindNotesAsync(cancellationToken)).ApiNotBefore;
            _knowsPause = true;
        }

        if (_notBefore is { } until && until > time.GetUtcNow())
        {
            throw Throttled(until);
        }
    }

    private async Task<DestinationException> PauseAsync(TimeSpan? asked)
    {
        var until = time.GetUtcNow() + LengthOfPause(asked, options);
        (_notBefore, _knowsPause) = (until, true);
        await using var held = await store.TakeAsync(time, CancellationToken.None);
        await store.SaveNotesAsync(await store.FindNotesAsync(CancellationToken.None) with { ApiNotBefore = until }, CancellationToken.None);
        return Throttled(until);
    }

    private static DestinationException Throttled(DateTimeOffset until) =>
        new(DestinationFailure.Throttled, "Garmin Connect answers that there are too many requests (HTTP 429), so it is left alone for now.") { RetryAt = until };
}
