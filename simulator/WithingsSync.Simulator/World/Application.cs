namespace WithingsSync.Simulator.World;

/// <summary>An application registered with Withings. Without callbacks it is one in development.</summary>
internal sealed record Application(string ClientId, string ClientSecret, IReadOnlyList<string> Callbacks)
{
    /// <summary>Addresses are compared exactly; one in development may use any http address of this machine (section 2.1).</summary>
    public bool Allows(string callback) =>
        Callbacks.Count > 0
            ? Callbacks.Contains(callback, StringComparer.Ordinal)
            : Uri.TryCreate(callback, UriKind.Absolute, out var uri) && uri is { Scheme: "http", Host: "localhost" or "127.0.0.1" };
}
