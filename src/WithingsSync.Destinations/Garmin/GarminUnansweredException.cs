using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.Garmin;

/// <summary>A request left and no whole answer came: what it asked for may have happened.</summary>
internal sealed class GarminUnansweredException(string message, Exception inner) : DestinationException(DestinationFailure.Transient, message, inner);
