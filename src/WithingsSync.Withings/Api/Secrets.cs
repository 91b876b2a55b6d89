
namespace WithingsSync.Withings.Api;

/// <summary>What a call carries that no message may repeat, should the server echo it.</summary>
internal static class Secrets
{
    /// <summary>Shorter values are ordinary words and numbers; removing them would make a message unreadable.</summary>
    private const int ShortestOfQuery = 6;

    public static IReadOnlyList<string?> Of(WithingsCall call, string? accessToken, WithingsOptions options)
    {
        var secrets = new List<string?> { options.ClientSecret, accessToken };
        foreach (var (name, value) in call.Fields)
        {
            if (name is "code" or "refresh_token" or "signature")
            {
                secrets.Add(value);
            }
            else if (name is "callbackurl" or "new_callbackurl" && value.IndexOf('?', StringComparison.Ordinal) is var query and >= 0)
            {
                // Whoever knows the address may notify us, so its query is a secret (withings-api.md §9.2).
                secrets.AddRange(OfQuery(value[(query + 1)..]));
            }
        }

        return secrets;
    }

    private static IEnumerable<string> OfQuery(string query) =>
        query.Split('&', '=', '#').SelectMany(part => new[] { part, Uri.UnescapeDataString(part) }).Where(part => part.Length >= ShortestOfQuery).Prepend(query).Distinct(StringComparer.Ordinal);
}
