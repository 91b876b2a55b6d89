using WithingsSync.Destinations.Garmin;

namespace WithingsSync.Server.Links;

/// <summary>A code that came with a request, or none: nobody waits at a server to be asked.</summary>
internal sealed class GivenCode(string? code) : ISecondFactor
{
    public bool CanAsk => false;

    public Task<string?> FindCodeAsync(PendingSignIn pending, bool lastWasWrong, CancellationToken cancellationToken) => Task.FromResult(code);
}
