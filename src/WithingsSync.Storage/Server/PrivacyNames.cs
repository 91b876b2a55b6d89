namespace WithingsSync.Storage.Server;

/// <summary>The words of <see cref="TokenPrivacy"/> in the database.</summary>
internal static class PrivacyNames
{
    public static string NameOf(TokenPrivacy privacy) => privacy switch
    {
        TokenPrivacy.Full => "full",
        TokenPrivacy.NoIdentifiers => "no-identifiers",
        _ => "summaries",
    };

    /// <exception cref="FormatException">The database holds a word of a newer program.</exception>
    public static TokenPrivacy PrivacyOf(string name) => name switch
    {
        "full" => TokenPrivacy.Full,
        "no-identifiers" => TokenPrivacy.NoIdentifiers,
        "summaries" => TokenPrivacy.Summaries,
        _ => throw new FormatException($"There is no privacy called {name}."),
    };
}
