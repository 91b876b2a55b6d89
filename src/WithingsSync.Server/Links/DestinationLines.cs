using Microsoft.Extensions.Logging;
using WithingsSync.Destinations.Garmin;
using WithingsSync.Destinations.TrainerRoad;
using WithingsSync.Pipeline.Accounts;
using WithingsSync.Server.Settings;
using WithingsSync.Storage.Server;

namespace WithingsSync.Server.Links;

/// <summary>Composes what talks to destinations for one person, and the locks that keep two of it apart.</summary>
internal sealed class DestinationLines(ServerSettings settings, DestinationSecretStore secrets, ProcessLocks locks, TimeProvider time, ILoggerFactory loggers)
{
    public const string Garmin = "garmin";
    public const string TrainerRoad = "trainerroad";

    /// <summary>Every destination there is, with its title.</summary>
    public static readonly IReadOnlyList<(string Name, string Title)> All = [(Garmin, "Garmin Connect"), (TrainerRoad, "TrainerRoad")];

    /// <summary>Whoever delivers, links or unlinks holds this: one at a time for a person and a destination, in all processes.</summary>
    public static string LockOf(AccountId account, string destination) => $"deliver {account} {destination}";

    /// <summary>How retries and dead letters call a person's deliveries there.</summary>
    public static string SubjectOf(AccountId account, string destination) => $"{account} {destination}";

    public LinkSecrets SecretsOf(AccountId account, string destination) => new(secrets, account, destination, time);

    public GarminSecrets GarminSecretsOf(AccountId account) =>
        new(SecretsOf(account, Garmin), token => locks.AcquireAsync($"garmin session {account}", token));

    public TrainerRoadSecrets TrainerRoadSecretsOf(AccountId account, bool anew = false) => new(SecretsOf(account, TrainerRoad), anew);

    public GarminConnection OpenGarmin(AccountId account, LinkCredentials credentials, string? code = null) => GarminConnection.Create(
        GarminOf(credentials.IsChina), new() { BloodPressure = credentials.BloodPressure }, GarminSecretsOf(account), new GivenCode(code), new(credentials.UserName, credentials.Password), time, loggers);

    /// <param name="anew">The password is tried, whatever is saved.</param>
    public TrainerRoadConnection OpenTrainerRoad(AccountId account, LinkCredentials credentials, bool anew) => TrainerRoadConnection.Create(
        new() { Url = settings.Destinations.TrainerRoad ?? TrainerRoadOptions.StandardUrl }, new(credentials.UserName, credentials.Password), TrainerRoadSecretsOf(account, anew), time, loggers);

    public DestinationLine Open(AccountId account, string destination, LinkCredentials credentials)
    {
        if (destination == Garmin)
        {
            var garmin = OpenGarmin(account, credentials);
            return new(garmin.Destination, garmin.DisposeAsync);
        }

        var trainerRoad = OpenTrainerRoad(account, credentials, anew: false);
        return new(trainerRoad.Destination, () =>
        {
            trainerRoad.Dispose();
            return ValueTask.CompletedTask;
        });
    }

    public GarminOptions GarminOf(bool isChina)
    {
        var options = GarminOptions.For(isChina ? GarminOptions.China : GarminOptions.International);
        return options with
        {
            SsoUrl = settings.Destinations.GarminSso ?? options.SsoUrl,
            ApiUrl = settings.Destinations.GarminApi ?? options.ApiUrl,
            AuthUrl = settings.Destinations.GarminAuth ?? options.AuthUrl,
        };
    }
}
