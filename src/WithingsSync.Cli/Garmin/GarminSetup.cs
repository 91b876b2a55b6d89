using WithingsSync.Cli.Commands;
using WithingsSync.Cli.Credentials;
using WithingsSync.Cli.Sessions;
using WithingsSync.Destinations.Garmin;

namespace WithingsSync.Cli.Garmin;

/// <summary>Composes what Garmin needs from the environment, the settings file and the secrets.</summary>
internal static class GarminSetup
{
    /// <exception cref="UsageException">A setting is wrong; the message names it.</exception>
    public static GarminOptions Options(ConfigFolder folder)
    {
        var environment = folder.Environment;
        var domain = environment.GetValueOrDefault("GARMIN_DOMAIN") is { Length: > 0 } text ? text : GarminOptions.International;
        if (domain is not (GarminOptions.International or GarminOptions.China))
        {
            throw new UsageException($"GARMIN_DOMAIN must be {GarminOptions.International} or {GarminOptions.China}.");
        }

        // A file says what holds for good, a variable what holds for this run.
        var options = DestinationsFile.Apply(folder, "garmin", GarminOptions.For(domain), GarminOptionNames.With);
        return options with
        {
            SsoUrl = Address(environment, "GARMIN_SSO_URL", options.SsoUrl),
            ApiUrl = Address(environment, "GARMIN_API_URL", options.ApiUrl),
            AuthUrl = Address(environment, "GARMIN_AUTH_URL", options.AuthUrl),
        };
    }

    /// <summary>What the person set; null without a user name.</summary>
    public static GarminCredentials? Credentials(string? userName, string? password, IReadOnlyDictionary<string, string> environment) =>
        Credential.Resolve("garmin_username", userName, environment) is { Length: > 0 } name
            ? new(name, Credential.Resolve("garmin_password", password, environment) is { Length: > 0 } secret ? secret : null)
            : null;

    /// <summary>What goes there, and how.</summary>
    /// <exception cref="UsageException">A word is none of those there are.</exception>
    public static GarminSettings Settings(SyncRequest request, IReadOnlyDictionary<string, string> environment) => new()
    {
        Weight = request.WithWeight,
        BloodPressure = request.WithBloodPressure,
        BloodPressureTransport = environment.GetValueOrDefault("GARMIN_BLOOD_PRESSURE")?.ToLowerInvariant() switch
        {
            null or "" or "rest" => GarminTransport.Rest,
            "fit" => GarminTransport.Fit,
            _ => throw new UsageException("GARMIN_BLOOD_PRESSURE must be rest or fit."),
        },
        MuscleMass = environment.GetValueOrDefault("GARMIN_MUSCLE_MASS")?.ToLowerInvariant() switch
        {
            null or "" or "measured" => GarminMuscleMass.Measured,
            "skeletal" => GarminMuscleMass.Skeletal,
            "omit" => GarminMuscleMass.Omit,
            _ => throw new UsageException("GARMIN_MUSCLE_MASS must be measured, skeletal or omit."),
        },
    };

    private static Uri Address(IReadOnlyDictionary<string, string> environment, string name, Uri standard) =>
        environment.GetValueOrDefault(name) is not { Length: > 0 } text ? standard
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
        : throw new UsageException($"{name} is not an http(s) address: {text}");
}
