using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.JsonFile;

/// <summary>
/// The JSON file of <c>--to-json</c>, in the Python tool's shape (garmin-trainerroad-fit.md §5.4; differences in docs/compatibility.md): weighings,
/// and blood pressures when asked for, by local time, oldest first. Values are rounded to two places; the archive keeps the exact ones.
/// No file is written when there is nothing to write.
/// </summary>
/// <param name="path">The file, <c>BASENAME.json</c>; its folder must exist.</param>
/// <param name="zone">The zone of its keys.</param>
public sealed class JsonFileDestination(string path, TimeZoneInfo zone) : IFileDestination
{
    public string Name => "JSON file";

    /// <exception cref="IOException">The folder is missing or the file could not be written; what was there before is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or file is not writable.</exception>
    public Task<DeliveryReport> DeliverAsync(Readings readings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (UpstreamJson.IsEmpty(readings))
        {
            return Task.FromResult(new DeliveryReport([], []));
        }

        var entries = 0;
        OutputFile.Write(path, stream => entries = UpstreamJson.Write(stream, readings, zone));
        return Task.FromResult(new DeliveryReport([new(path, entries)], []));
    }
}
