using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>What a request's headers must say of its body and of its answer, in every revision of the protocol.</summary>
internal static class McpHeaders
{
    private const string Json = "application/json";
    private const string Events = "text/event-stream";

    public static (int Status, string Sentence)? ProblemOf(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MatchesMediaType(Json))
        {
            return (StatusCodes.Status415UnsupportedMediaType, $"Content-Type must be {Json}.");
        }

        var accepted = request.GetTypedHeaders().Accept;
        return accepted.Any(one => one.MatchesMediaType(Json)) && accepted.Any(one => one.MatchesMediaType(Events))
            ? null
            : (StatusCodes.Status406NotAcceptable, $"Accept must list {Json} and {Events}.");
    }
}
