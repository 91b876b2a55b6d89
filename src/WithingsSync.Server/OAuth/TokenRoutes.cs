using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server.Settings;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.OAuth;

/// <summary>The client's part: a code or a refresh token for tokens, and the end of them (RFC 6749, 7009).</summary>
internal static partial class TokenRoutes
{
    private const int ShortestVerifier = 43;
    private const int LongestVerifier = 128;
    private const string TooMany = "Too many wrong codes or tokens came from your address. Try again later.";
    private const string NoForm = "Send a form: application/x-www-form-urlencoded.";

    private static readonly string[] Names = ["grant_type", "client_id", "code", "redirect_uri", "code_verifier", "refresh_token", "scope", "resource", "token", "token_type_hint"];

    public static async Task<IResult> ExchangeAsync(
        HttpContext context, OAuthClientStore clients, OAuthCodeStore codes, OAuthGrantStore grants, OAuthLimits limits, ServerSettings settings, TimeProvider time,
        ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (OAuthAddresses.Find(context.Request, settings) is not { } addresses)
        {
            return OAuthRoutes.Closed();
        }

        if (await OAuthParameters.OfFormAsync(context.Request, cancellationToken) is not { } form)
        {
            return OAuthError.Of(OAuthError.InvalidRequest, NoForm);
        }

        if (form.FindUnusable(Names) is { } name)
        {
            return OAuthError.Of(OAuthError.InvalidRequest, $"{name} is repeated, too long, or holds control characters.");
        }

        if (form["client_id"] is not { } client)
        {
            return OAuthError.Of(OAuthError.InvalidRequest, "client_id is missing.");
        }

        // Before the store is asked: a made-up client costs a look as a made-up token does.
        if (limits.Tokens.Take(context) is { } wait)
        {
            return OAuthError.TooMany(context, wait, TooMany);
        }

        if (await clients.FindAsync(client, cancellationToken) is null)
        {
            return OAuthError.Of(OAuthError.InvalidClient, "There is no client of that id. Register again.");
        }

        if (form["resource"] is { } resource && !addresses.IsResource(resource))
        {
            return OAuthError.Of(OAuthError.InvalidTarget, $"The only resource is {addresses.Resource}.");
        }

        if (!OAuthScopes.Hold(form["scope"]))
        {
            return OAuthError.Of(OAuthError.InvalidScope, $"The only scope is {OAuthScopes.Read}.");
        }

        OAuthOutcome outcome;
        switch (form["grant_type"])
        {
            case "authorization_code":
                if (form["code"] is not { } code || form["code_verifier"] is not { Length: >= ShortestVerifier and <= LongestVerifier } verifier)
                {
                    return OAuthError.Of(OAuthError.InvalidRequest, $"code, or code_verifier of {ShortestVerifier} to {LongestVerifier} characters, is missing.");
                }

                outcome = await codes.RedeemAsync(code, client, form["redirect_uri"], verifier, form["resource"] is null ? null : addresses.Resource, time.GetUtcNow(), cancellationToken);
                break;
            case "refresh_token":
                if (form["refresh_token"] is not { } refresh)
                {
                    return OAuthError.Of(OAuthError.InvalidRequest, "refresh_token is missing.");
                }

                outcome = await grants.RefreshAsync(refresh, client, time.GetUtcNow(), cancellationToken);
                break;
            case null:
                return OAuthError.Of(OAuthError.InvalidRequest, "grant_type is missing.");
            default:
                return OAuthError.Of("unsupported_grant_type", "The grant types are authorization_code and refresh_token.");
        }

        if (outcome is OAuthOutcome.Given)
        {
            limits.Tokens.GiveBack(context);
        }

        return Answer(outcome, loggers);
    }

    public static async Task<IResult> RevokeAsync(HttpContext context, OAuthGrantStore grants, OAuthLimits limits, CancellationToken cancellationToken)
    {
        if (await OAuthParameters.OfFormAsync(context.Request, cancellationToken) is not { } form)
        {
            return OAuthError.Of(OAuthError.InvalidRequest, NoForm);
        }

        if (form.FindUnusable(Names) is not null || form["token"] is not { } token)
        {
            return OAuthError.Of(OAuthError.InvalidRequest, "token is missing, or a parameter is repeated.");
        }

        if (limits.Tokens.Take(context) is { } wait)
        {
            return OAuthError.TooMany(context, wait, TooMany);
        }

        switch (await grants.RevokeAsync(token, form["client_id"], cancellationToken))
        {
            case true:
                limits.Tokens.GiveBack(context);
                return TypedResults.Ok();
            case null:
                // What is not known is ended already (RFC 7009 §2.2).
                return TypedResults.Ok();
            default:
                return OAuthError.Of(OAuthError.InvalidGrant, "The token is another client's.");
        }
    }

    private static IResult Answer(OAuthOutcome outcome, ILoggerFactory loggers)
    {
        switch (outcome)
        {
            case OAuthOutcome.Given { Tokens: var pair }:
                return TypedResults.Ok(new TokensAnswer(pair.AccessToken, (long)pair.ExpiresIn.TotalSeconds, pair.RefreshToken, pair.Scope));
            case OAuthOutcome.Reused reused:
                Log.Reused(loggers.CreateLogger(typeof(TokenRoutes).FullName!), reused.Grant, reused.Person);
                break;
        }

        return OAuthError.Of(OAuthError.InvalidGrant, "The code or refresh token is not known, used, too old, ended, or another client's. Ask the person again.");
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A code or refresh token of the client's grant {Grant} to read {Account} was shown again after its use. Somebody else may hold it: the grant has ended.")]
        public static partial void Reused(ILogger logger, string grant, AccountId account);
    }
}
