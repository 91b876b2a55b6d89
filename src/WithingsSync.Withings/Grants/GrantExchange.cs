using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Pipeline.Pulling;
using WithingsSync.Withings.Api;
using WithingsSync.Withings.Grants;

namespace WithingsSync.Withings;

/// <summary>Turns the code of the callback, which lives 30 seconds and serves once, into a grant (withings-api.md §2.2).</summary>
public sealed partial class GrantExchange
{
    private readonly WithingsClient _client;
    private readonly WithingsOptions _options;

    internal GrantExchange(WithingsClient client) => (_client, _options) = (client, client.Trunk.Options);

    /// <summary>The new grant; storing it is the caller's task, before it is used.</summary>
    /// <exception cref="PullException">
    /// <see cref="PullFailure.SignInRequired"/>: the code is wrong, used or too old. <see cref="PullFailure.Misconfigured"/>: the application's id or secret is.
    /// </exception>
    public Task<Grant> ExchangeAsync(string code, CancellationToken cancellationToken) => ExchangeAsync(code, redirect: null, cancellationToken);

    /// <inheritdoc cref="ExchangeAsync(string, CancellationToken)"/>
    /// <param name="redirect">The callback the consent was asked with, when it is not the options'.</param>
    public async Task<Grant> ExchangeAsync(string code, Uri? redirect, CancellationToken cancellationToken)
    {
        Log.Exchanging(_client.Trunk.Logger);
        var call = WithingsCall.Token(
        [
            ("grant_type", "authorization_code"),
            .. _options.Credentials,
            ("code", code),
            ("redirect_uri", (redirect ?? _options.RedirectUri).OriginalString),
        ]);
        try
        {
            return Whole(await _client.AskAsync(call, accessToken: null, TokenReply.Read, cancellationToken));
        }
        catch (WithingsException repeated) when (repeated.SameArguments && _options.LongestWait >= Patience.SameArgumentsWait)
        {
            // The callback was opened twice (withings-api.md §12.1); the guard forgets after ten seconds, the code lives thirty.
            await Task.Delay(Patience.SameArgumentsWait, _client.Trunk.Time, cancellationToken);
            return Whole(await _client.AskAsync(call, accessToken: null, TokenReply.Read, cancellationToken));
        }
    }

    private Grant Whole((TokenReply Reply, DateTimeOffset AskedAt) answer)
    {
        try
        {
            return answer.Reply.ToGrant(earlier: null, answer.AskedAt);
        }
        catch (UnexpectedShapeException incomplete)
        {
            throw new WithingsException(PullFailure.Transient, $"Withings gave an incomplete sign-in: {incomplete.Message}; {_options.SignInAdvice}.", incomplete);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Withings: Get Access Token")]
        public static partial void Exchanging(ILogger logger);
    }
}
