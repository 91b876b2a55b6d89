using ModelContextProtocol.Protocol;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>What a handshake settled.</summary>
/// <param name="Revision">Of the protocol; null when the client asked for one that is not served, and got the newest.</param>
/// <param name="Client">What the program that asks calls itself.</param>
internal sealed record McpSession(string? Revision, Implementation Client);
