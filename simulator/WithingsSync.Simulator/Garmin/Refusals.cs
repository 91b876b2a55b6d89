using System.Text.Json.Nodes;
using WithingsSync.Simulator.Wire;

namespace WithingsSync.Simulator.Garmin;

/// <summary>How the token endpoint and the API say no.</summary>
internal static class Refusals
{
    public static WireAnswer TokenNotActive() =>
        WireAnswer.Json(401, new JsonObject { ["message"] = "HTTP 401 Unauthorized", ["error"] = "NotAuthorizedException" })
            .With("WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"Token is not active\"");

    public static WireAnswer OAuth(string error, string description) =>
        WireAnswer.Json(400, new JsonObject { ["error"] = error, ["error_description"] = description });

    public static WireAnswer BadRequest(string message) =>
        WireAnswer.Json(400, new JsonObject { ["message"] = message, ["error"] = "BadRequestException" });

    public static WireAnswer NotFound() =>
        WireAnswer.Json(404, new JsonObject { ["message"] = "HTTP 404 Not Found", ["error"] = "NotFoundException" });
}
