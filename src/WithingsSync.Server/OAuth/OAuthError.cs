using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace WithingsSync.Server.OAuth;

/// <summary>A refusal of the registration, the token or the revocation endpoint. All of them are 400s: clients authenticate with nothing, so nothing is asked of them by a 401.</summary>
internal static class OAuthError
{
    public const string InvalidRequest = "invalid_request";
    public const string InvalidClient = "invalid_client";
    public const string InvalidGrant = "invalid_grant";
    public const string InvalidScope = "invalid_scope";
    public const string InvalidTarget = "invalid_target";

    public static JsonHttpResult<OAuthErrorAnswer> Of(string error, string description, int status = StatusCodes.Status400BadRequest) =>
        TypedResults.Json(new OAuthErrorAnswer(error, description), statusCode: status);

    /// <summary>Too much came from an address.</summary>
    public static JsonHttpResult<OAuthErrorAnswer> TooMany(HttpContext context, TimeSpan wait, string description)
    {
        context.Response.Headers.RetryAfter = OAuthLimits.Seconds(wait).ToString(CultureInfo.InvariantCulture);
        return Of("too_many_requests", description, StatusCodes.Status429TooManyRequests);
    }
}
