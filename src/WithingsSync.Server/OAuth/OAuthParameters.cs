using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace WithingsSync.Server.OAuth;

/// <summary>Parameters of a query or a form. None may be repeated; an empty one counts as left out (RFC 6749 §3.1).</summary>
internal sealed class OAuthParameters
{
    private const int Longest = 2048;

    private readonly Dictionary<string, StringValues> _given;

    private OAuthParameters(IEnumerable<KeyValuePair<string, StringValues>> given) => _given = new(given, StringComparer.Ordinal);

    /// <summary>The value; null when it is left out, or not usable.</summary>
    public string? this[string name] => IsUsable(name) && _given.TryGetValue(name, out var values) && values is [{ Length: > 0 } value] ? value : null;

    public static OAuthParameters OfQuery(HttpRequest request) => new(request.Query);

    /// <returns>Null when what came is no form.</returns>
    /// <exception cref="BadHttpRequestException">It is too large.</exception>
    public static async Task<OAuthParameters?> OfFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return new(await request.ReadFormAsync(cancellationToken));
        }
        catch (InvalidDataException)
        {
            // More fields than anybody needs, or a name without end.
            return null;
        }
    }

    /// <summary>Not repeated, not endless, and without control characters, which no parameter has and no database takes.</summary>
    public bool IsUsable(string name) =>
        !_given.TryGetValue(name, out var values) || (values.Count <= 1 && (values is not [{ } value] || (value.Length <= Longest && !value.Any(char.IsControl))));

    /// <returns>The first of these names that is not usable; null when all are.</returns>
    public string? FindUnusable(params IEnumerable<string> names) => names.FirstOrDefault(name => !IsUsable(name));
}
