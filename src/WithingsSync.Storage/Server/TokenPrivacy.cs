namespace WithingsSync.Storage.Server;

/// <summary>How much of a person's data a client may see that shows a token; in the database in lower case, with hyphens.</summary>
public enum TokenPrivacy
{
    /// <summary>Everything that is kept.</summary>
    Full,

    /// <summary>Every reading, but nothing that tells a device, a measurement or a person from another.</summary>
    NoIdentifiers,

    /// <summary>Figures of days or longer only.</summary>
    Summaries,
}
