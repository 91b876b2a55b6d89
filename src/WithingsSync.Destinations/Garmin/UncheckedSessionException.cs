using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Garmin;

/// <summary>A sign-in succeeded and was kept, but the API did not say whose it is; the next run asks it again.</summary>
/// <param name="failure">What came instead of an answer.</param>
/// <param name="retryAt">When the API was asked for too much: not before this moment.</param>
internal sealed class UncheckedSessionException(DestinationException failure, DateTimeOffset? retryAt) : DestinationException(
    retryAt is null ? DestinationFailure.Transient : DestinationFailure.Throttled,
    retryAt is null
        ? $"Garmin Connect signed in, but its API did not confirm it: {failure.Message} The sign-in is kept, and the next run goes on with it."
        : "Garmin Connect signed in, but its API answers that there are too many requests (HTTP 429). The sign-in is kept, and a later run goes on with it.",
    failure);
