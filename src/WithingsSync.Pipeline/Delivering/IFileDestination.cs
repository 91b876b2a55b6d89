namespace WithingsSync.Pipeline.Delivering;

/// <summary>A file, or a few, that the readings of a window are written to.</summary>
public interface IFileDestination
{
    /// <summary>As it is called in messages: "FIT file", "JSON file" …</summary>
    string Name { get; }

    /// <summary>Writes the readings of a window. Repeating it with the same readings is harmless.</summary>
    Task<DeliveryReport> DeliverAsync(Readings readings, CancellationToken cancellationToken);
}
