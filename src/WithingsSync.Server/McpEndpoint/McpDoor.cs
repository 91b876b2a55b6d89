using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using WithingsSync.Server.Web;

namespace WithingsSync.Server.McpEndpoint;

/// <summary>
/// Keeps out the pages of strangers: a name of theirs that is made to lead to this server would let a browser of this network speak to it (DNS rebinding). A request
/// must be meant for a host of ours, and if a page sends it, the page must be ours or let in by name.
/// </summary>
public sealed class McpDoor
{
    private readonly HashSet<string> _hosts;
    private readonly HashSet<string> _origins;

    /// <param name="publicUrl">Where the server is reached; its host and its pages are ours.</param>
    /// <param name="hosts">Further names of the server, without ports.</param>
    /// <param name="origins">Further pages, as <c>https://app.example.org</c>.</param>
    public McpDoor(Uri? publicUrl, IEnumerable<string> hosts, IEnumerable<Uri> origins)
    {
        _hosts = new(hosts, StringComparer.OrdinalIgnoreCase);
        _origins = new(origins.Select(NameOf), StringComparer.OrdinalIgnoreCase);
        if (publicUrl is not null)
        {
            _hosts.Add(publicUrl.Host);
            _origins.Add(NameOf(publicUrl));
        }
    }

    /// <returns>Null when the request may come in.</returns>
    internal ProblemHttpResult? RefusalOf(HttpRequest request)
    {
        var host = request.Host;
        if (!host.HasValue || !(IsLoopback(host.Host) || _hosts.Contains(host.Host)))
        {
            return Problem.Of(
                StatusCodes.Status421MisdirectedRequest,
                "The Host of this request is none of this server's. Set PUBLIC_URL to the address it is reached at, or add the host's name to Mcp:AllowedHosts.");
        }

        return request.Headers.Origin.Count == 0 || (request.Headers.Origin is [{ } origin] && IsAllowed(origin, host)) ? null : Stranger();
    }

    /// <summary>The refusal of a page that was not let in.</summary>
    internal static ProblemHttpResult Stranger() =>
        Problem.Of(StatusCodes.Status403Forbidden, "A page of this Origin may not use this server. If it should, add the origin to Mcp:AllowedOrigins.");

    /// <summary>An origin as browsers write it: without the scheme's own port, the host in letters of ASCII.</summary>
    internal static string NameOf(Uri address) => address.GetComponents(UriComponents.Scheme | UriComponents.NormalizedHost | UriComponents.Port, UriFormat.UriEscaped);

    /// <summary>This machine's own, by number or by name.</summary>
    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>On the loopback interface a page is ours when it came from the port that was asked.</summary>
    private bool IsAllowed(string text, HostString host) =>
        Uri.TryCreate(text, UriKind.Absolute, out var origin) && origin.Scheme is "http" or "https"
        && (_origins.Contains(NameOf(origin)) || (IsLoopback(origin.Host) && IsLoopback(host.Host) && origin.Port == (host.Port ?? 80)));
}
