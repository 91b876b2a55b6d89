namespace WithingsSync.Pipeline.Accounts;

/// <summary>How much of a person's data a client may see; <see cref="PrivacyNames"/> says it in words.</summary>
public enum Privacy
{
    /// <summary>Everything that is kept.</summary>
    Full,

    /// <summary>Every reading, but no number or name that tells a device, a measurement or a person from another.</summary>
    NoIdentifiers,

    /// <summary>Averages, extremes and counts of days or longer; no single reading, no curve, no identifier.</summary>
    Summaries,
}
