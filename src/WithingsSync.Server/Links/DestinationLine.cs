using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Server.Links;

/// <summary>An open line to a destination for one person; ends with its disposal.</summary>
internal sealed class DestinationLine(IDestination destination, Func<ValueTask> end) : IAsyncDisposable
{
    public IDestination Destination { get; } = destination;

    public ValueTask DisposeAsync() => end();
}
