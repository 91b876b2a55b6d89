using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using WithingsSync.Mcp;
using WithingsSync.Server.People;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>
/// Sessions of the protocol's revisions before 2026-07-28, which nobody keeps: the id that a client gets at its handshake and shows with each request is what the handshake settled,
/// sealed for the person who made it. So every node understands it, after a restart too. Later revisions say the same with each request (docs/decisions/0038).
/// </summary>
public sealed class McpSessions(IDataProtectionProvider protection)
{
    /// <summary>The protocol's, in answers and in requests.</summary>
    public const string Header = "Mcp-Session-Id";

    private static readonly JsonTypeInfo<InitializeRequestParams> Handshake =
        (JsonTypeInfo<InitializeRequestParams>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(InitializeRequestParams));

    /// <summary>Gives a client that makes its handshake an id; of another that shows one, finds what it says.</summary>
    /// <param name="session">Null where no id is shown, or needed.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    internal McpError? Enter(HttpContext context, JsonRpcMessage message, out McpSession? session)
    {
        session = null;
        if (McpEra.IsModern(context.Request.Headers))
        {
            return null;
        }

        if (message is JsonRpcRequest { Method: RequestMethods.Initialize } handshake)
        {
            return Begin(context, handshake);
        }

        return context.Request.Headers[Header].ToString() is not { Length: > 0 } id || (session = Find(context.User, id)) is not null
            ? null
            : new(
                StatusCodes.Status404NotFound,
                McpError.NoSession,
                "This server did not give out that Mcp-Session-Id, or gave it to somebody else. Begin again with initialize.",
                message is JsonRpcRequest request ? request.Id : default);
    }

    private McpError? Begin(HttpContext context, JsonRpcRequest handshake)
    {
        try
        {
            if (handshake.Params?.Deserialize(Handshake) is { ClientInfo: { } client, ProtocolVersion: { } revision })
            {
                context.Response.Headers[Header] = For(context.User).Protect($"{Part(revision)}\n{Part(client.Version)}\n{Part(client.Name)}");
                return null;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Something is missing, or of another type; the latter: a text with half of a character.
        }

        return McpError.BadRequest(
            McpErrorCode.InvalidParams, "initialize needs protocolVersion, capabilities, and clientInfo with name and version, all in whole characters.", handshake.Id);
    }

    private McpSession? Find(ClaimsPrincipal user, string id)
    {
        try
        {
            return For(user).Unprotect(id).Split('\n') is [var revision, var version, var name] ? new(McpEra.IsKnown(revision) ? revision : null, new() { Name = name, Version = version }) : null;
        }
        catch (CryptographicException)
        {
            // Somebody else's, an invented one, or one of keys that are gone.
            return null;
        }
    }

    private IDataProtector For(ClaimsPrincipal user) => protection.CreateProtector("withings-sync", "mcp session", user.FindFirstValue(PeopleRoles.Account) ?? "");

    /// <summary>In one line, and short: it comes back with each request.</summary>
    private static string Part(string text) => AskingClient.Printable(text) ?? "";
}
