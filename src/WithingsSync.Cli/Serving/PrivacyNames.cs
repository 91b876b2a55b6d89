using WithingsSync.Storage.Server;

namespace WithingsSync.Cli.Serving;

/// <summary>The levels of <c>--privacy</c> by their names.</summary>
internal static class PrivacyNames
{
    public static TokenPrivacy? Find(string name) => name switch
    {
        "full" => TokenPrivacy.Full,
        "no-identifiers" => TokenPrivacy.NoIdentifiers,
        "summaries" => TokenPrivacy.Summaries,
        _ => null,
    };

    public static string NameOf(TokenPrivacy privacy) => privacy switch
    {
        TokenPrivacy.Full => "full",
        TokenPrivacy.NoIdentifiers => "no-identifiers",
        _ => "summaries",
    };
}
