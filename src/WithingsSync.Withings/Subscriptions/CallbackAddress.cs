namespace WithingsSync.Withings.Subscriptions;

/// <summary>
/// A callback address for comparison: Withings lists addresses in another spelling than they were sent, with a slash at the end or the query in another order
/// (withings-api.md §9.1).
/// </summary>
internal sealed class CallbackAddress
{
    private readonly string _scheme;
    private readonly string _place;
    private readonly string _query;

    private CallbackAddress(Uri address)
    {
        _scheme = address.Scheme;
        _place = $"{address.IdnHost.ToLowerInvariant()}:{(address.IsDefaultPort ? "" : address.Port)}{Uri.UnescapeDataString(address.AbsolutePath).TrimEnd('/')}";
        _query = string.Join('&', address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => Uri.UnescapeDataString(pair.Replace('+', ' ')).TrimEnd('=')).Order(StringComparer.Ordinal));
    }

    public static CallbackAddress Of(Uri address) => new(address);

    /// <summary>Null when it is no address of the web.</summary>
    public static CallbackAddress? Of(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") ? new(uri) : null;

    /// <summary>Notifications sent there reach us and are believed.</summary>
    public bool IsSameAs(CallbackAddress other) => IsSamePlaceAs(other) && _scheme == other._scheme && _query == other._query;

    /// <summary>The same host and path, whatever the secret.</summary>
    public bool IsSamePlaceAs(CallbackAddress other) => _place == other._place;
}
