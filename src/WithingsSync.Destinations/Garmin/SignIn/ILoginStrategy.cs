namespace WithingsSync.Destinations.Garmin.SignIn;

/// <summary>One of the ways to sign in with user name and password (garmin-trainerroad-fit.md §1.3 to §1.5).</summary>
internal interface ILoginStrategy
{
    /// <summary>As a pending sign-in remembers it.</summary>
    string Name { get; }

    /// <exception cref="GarminRefusal">Garmin refused the person, or everything for now.</exception>
    Task<LoginOutcome> SignInAsync(GarminCredentials credentials, CancellationToken cancellationToken);

    /// <exception cref="GarminRefusal">Garmin refused everything for now.</exception>
    Task<LoginOutcome> VerifyAsync(PendingSignIn pending, string code, CancellationToken cancellationToken);
}
