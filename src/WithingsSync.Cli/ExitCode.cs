namespace WithingsSync.Cli;

/// <summary>What a run tells its caller (docs/cli.md, Exit codes).</summary>
public enum ExitCode
{
    /// <summary>Done, or nothing new.</summary>
    Done = 0,

    /// <summary>Something unexpected: no network, a full disk, a fault of ours.</summary>
    Unexpected = 1,

    /// <summary>Bad usage or configuration.</summary>
    Usage = 2,

    /// <summary>The person must sign in at Withings.</summary>
    WithingsSignIn = 3,

    /// <summary>A destination needs a sign-in.</summary>
    DestinationSignIn = 4,

    /// <summary>Throttled; the message says until when.</summary>
    Throttled = 5,

    /// <summary>Partly done; what is missing was named.</summary>
    Partly = 6,
}
