namespace WithingsSync.Withings.Api;

internal static class Addresses
{
    /// <summary>A service below a base address, which may have a path of its own.</summary>
    public static Uri At(this Uri root, string path) => new(root.AbsoluteUri.TrimEnd('/') + path);
}
