using WithingsSync.Pipeline.Pulling;

namespace WithingsSync.Server.Pulls;

/// <summary>What a pull of some feeds did.</summary>
/// <param name="Results">Of the feeds that were read to their end.</param>
/// <param name="Requests">How many went out, renewals and nonces included.</param>
/// <param name="IsConnected">False when there was nobody to pull for: not connected, or Withings no longer accepts the grant.</param>
public sealed record PullReport(IReadOnlyList<PullResult> Results, int Requests, bool IsConnected)
{
    public static readonly PullReport NotConnected = new([], 0, IsConnected: false);
}
