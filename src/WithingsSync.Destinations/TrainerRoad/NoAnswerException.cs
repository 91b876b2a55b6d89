using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.TrainerRoad;

/// <summary>A request left and nothing that says what became of it came back.</summary>
internal sealed class NoAnswerException(string message, Exception? innerException = null) : DestinationException(DestinationFailure.Transient, message, innerException);
