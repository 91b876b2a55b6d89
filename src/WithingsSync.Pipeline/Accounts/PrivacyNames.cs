namespace WithingsSync.Pipeline.Accounts;

/// <summary>The words for <see cref="Privacy"/>, on the command line, in forms, answers and databases alike.</summary>
public static class PrivacyNames
{
    private static readonly (Privacy Level, string Name)[] All = [(Privacy.Full, "full"), (Privacy.NoIdentifiers, "no-identifiers"), (Privacy.Summaries, "summaries")];

    public static string NameOf(Privacy privacy) => Array.Find(All, one => one.Level == privacy).Name;

    /// <returns>Null when it is none of the words.</returns>
    public static Privacy? Find(string? name) => Array.Find(All, one => one.Name == name) is { Name: not null } found ? found.Level : null;
}
