namespace WithingsSync.Simulator.Garmin;

/// <summary>What may be wrong with an account whose password is right.</summary>
public enum GarminAccountState
{
    Normal,
    Locked,
    Disabled,

    /// <summary>Managed by a parent: "Unable to Sign In".</summary>
    Child,
    MustRenewPassword,

    /// <summary>Two-step verification is demanded and not set up yet.</summary>
    MustSetUpMfa,
    TooManyLogins,
}
