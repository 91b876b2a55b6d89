namespace WithingsSync.Server.OAuth;

/// <summary>What a client may be allowed: there is one thing, and it changes nothing.</summary>
internal static class OAuthScopes
{
    /// <summary>To read with the tools for assistants.</summary>
    public const string Read = "withings.read";

    /// <summary>Whether a client that asks for these may have <see cref="Read"/>; asked for nothing, it gets that. Scopes of others' are passed over, and the answer says what was given.</summary>
    /// <param name="scopes">With spaces between.</param>
    public static bool Hold(string? scopes) => scopes is null || scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries) is var all && (all.Length == 0 || all.Contains(Read));
}
