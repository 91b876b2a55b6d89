using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using WithingsSync.Mcp;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server.People;
using WithingsSync.Server.Web;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>A person's access log; a client that may not see everything sees its own part of it.</summary>
internal static class ReadRoutes
{
    private const int Most = 1000;
    private const int Usual = 100;

    public static void MapReads(this IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/reads", ListAsync).RequireAuthorization(PeopleRoles.Reader);

    private static async Task<Results<Ok<ReadsAnswer>, ProblemHttpResult>> ListAsync(
        ClaimsPrincipal user, ServerDatabase database, IToolHost host, CancellationToken cancellationToken, string? since = null, string? limit = null)
    {
        if (!TryReadSince(since, out var first))
        {
            return Problem.BadRequest("since must be a day or a moment, as 2026-01-31 or 2026-01-31T08:00:00Z.");
        }

        if (!TryReadLimit(limit, out var count))
        {
            return Problem.BadRequest($"limit must be a whole number from 1 to {Most}.");
        }

        // What other clients do for the person is for those who may see everything.
        var onlyOf = user.Privacy() == Privacy.Full ? null : user.Client();
        var reads = await database.Records.ReadNotesAsync(user.Account(), first, count, cancellationToken, onlyOf);
        var seen = await ReadNotes.SeenByAsync(host, cancellationToken);
        return TypedResults.Ok(new ReadsAnswer([.. reads.Select(read => ReadAnswer.Of(read, seen))]));
    }

    private static bool TryReadSince(string? text, out DateTimeOffset since)
    {
        since = DateTimeOffset.UnixEpoch;
        return text is null || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out since);
    }

    private static bool TryReadLimit(string? text, out int limit)
    {
        limit = Usual;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= Most);
    }
}
