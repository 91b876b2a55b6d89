namespace WithingsSync.Simulator.Garmin;

/// <summary>How an account is asked for a second factor.</summary>
public enum GarminMfa
{
    None,
    Email,
    Sms,
    Totp,
}
