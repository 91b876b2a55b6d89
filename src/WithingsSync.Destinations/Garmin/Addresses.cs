namespace WithingsSync.Destinations.Garmin;

/// <summary>Addresses below a base that may have a path of its own.</summary>
internal static class Addresses
{
    public static Uri At(this Uri root, string path, params ReadOnlySpan<(string Name, string Value)> query)
    {
        var address = root.AbsoluteUri.TrimEnd('/') + path;
        var separator = '?';
        foreach (var (name, value) in query)
        {
            address += $"{separator}{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";
            separator = '&';
        }

        return new(address);
    }
}
