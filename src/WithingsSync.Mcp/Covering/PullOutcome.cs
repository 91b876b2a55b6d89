using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Mcp.Covering;

/// <summary>How a pull for an answer ended.</summary>
/// <param name="IsConnected">False when the person's grant is lost.</param>
/// <param name="Failure">What went wrong; null when nothing did.</param>
public sealed record PullOutcome(bool IsConnected, PullException? Failure)
{
    public static readonly PullOutcome Done = new(IsConnected: true, Failure: null);

    public static readonly PullOutcome Lost = new(IsConnected: false, Failure: null);

    public static PullOutcome Failed(PullException failure) => new(IsConnected: true, failure);
}
