namespace WithingsSync.Server.Settings;

/// <summary>Where destinations are when they are not where they usually are: a simulator's addresses, for instance. Null is the usual one.</summary>
public sealed record DestinationAddresses(Uri? GarminSso = null, Uri? GarminApi = null, Uri? GarminAuth = null, Uri? TrainerRoad = null);
