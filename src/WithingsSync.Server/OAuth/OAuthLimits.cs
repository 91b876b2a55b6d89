namespace WithingsSync.Server.OAuth;

/// <summary>How often strangers may try.</summary>
internal sealed class OAuthLimits(TimeProvider time)
{
    public const int SignInsPerMinute = 10;
    public const int RegistrationsPerMinute = 20;
    public const int WrongTokensPerMinute = 60;

    /// <summary>Wrong tokens on the consent page.</summary>
    public AddressLimit SignIns { get; } = new(time, SignInsPerMinute);

    /// <summary>Wrong clients, codes and tokens at the token and the revocation endpoint; a hosted assistant asks for all its people from a few addresses.</summary>
    public AddressLimit Tokens { get; } = new(time, WrongTokensPerMinute);

    public AddressLimit Registrations { get; } = new(time, RegistrationsPerMinute);

    /// <summary>Whole seconds, at least one.</summary>
    public static int Seconds(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
}
