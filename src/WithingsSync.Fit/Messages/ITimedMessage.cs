namespace WithingsSync.Fit.Messages;

/// <summary>A message that tells something of one instant.</summary>
internal interface ITimedMessage
{
    DateTimeOffset Timestamp { get; }
}
