using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;
using WithingsSync.Withings.Grants;

namespace WithingsSync.Withings;

/// <summary>Turns the code of the callback, which lives 30 seconds and serves once, into a grant (withings-api.md §2.2).</summary>
public sealed partial class GrantExchange
{
    private readonly WithingsOptions _options;
    private readonly WithingsClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    internal GrantExchange(WithingsOptions options, WithingsClient client, TimeProvider time, ILogger logger) =>
        (_options, _client, _time, _logger) = (options, client, time, logger);

    /// <summary>The new grant; storing it is the caller's task, before it is used.</summary>
    /// <exception cref="PullException">
    /// <see cref="PullFailure.SignInRequired"/>: the code is wrong, used or too old. <see cref="PullFailure.Misconfigured"/>: the application's id or secret is.
    /// </exception>
    public async Task<Grant> ExchangeAsync(string code, CancellationToken cancellationToken)
    {
        Log.Exchanging(_logger);
        var call = WithingsCall.Token(
            ("grant_type", "authorization_code"),
            ("client_id", _options.ClientId),
            ("client_secret", _options.ClientSecret),
            ("code", code),
            ("redirect_uri", _options.RedirectUri.OriginalString));
        try
        {
            return Whole(await _client.PostAsync(call, accessToken: null, TokenReply.Read, cancellationToken));
        }
        catch (WithingsException repeated) when (repeated.SameArguments && _options.LongestWait >= Patience.SameArgumentsWait)
        {
            // The callback was opened twice (withings-api.md §12.1); the guard forgets after ten seconds, the code lives thirty.
            await Task.Delay(Patience.SameArgumentsWait, _time, cancellationToken);
            return Whole(await _client.PostAsync(call, accessToken: null, TokenReply.Read, cancellationToken));
        }
    }

    private Grant Whole(TokenReply reply)
    {
        try
        {
            return reply.ToGrant(earlier: null, _time.GetUtcNow());
        }
        catch (UnexpectedShapeException incomplete)
        {
            throw new WithingsException(PullFailure.Transient, $"Withings gave an incomplete sign-in: {incomplete.Message}. Run `withings-sync login` again.", incomplete);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Withings: Get Access Token")]
        public static partial void Exchanging(ILogger logger);
    }
}
