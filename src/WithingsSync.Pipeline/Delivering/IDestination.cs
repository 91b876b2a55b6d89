namespace WithingsSync.Pipeline.Delivering;

/// <summary>A place records go.</summary>
public interface IDestination
{
    /// <summary>As it is called in messages: "FIT file", "JSON file" …</summary>
    string Name { get; }

    /// <summary>Hands over the readings of a window. Repeating it with the same readings is harmless.</summary>
    Task<DeliveryReport> DeliverAsync(Readings readings, CancellationToken cancellationToken);
}
