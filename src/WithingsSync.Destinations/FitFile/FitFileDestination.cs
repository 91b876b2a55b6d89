using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Destinations.FitFile;

/// <summary>
/// The FIT files of <c>--to-fit</c>: <c>BASENAME.weight.fit</c> (file type 9) and, when asked for, <c>BASENAME.blood_pressure.fit</c> (file type 14);
/// each only when it has records. Times are UTC; values are rounded to nearest from exact decimals; what does not fit is left out and named.
/// </summary>
/// <param name="basename">Path and start of the files' names; the folder must exist.</param>
/// <param name="time">When the files say they were made.</param>
public sealed class FitFileDestination(string basename, TimeProvider time) : IFileDestination
{
    public string Name => "FIT file";

    /// <exception cref="IOException">The folder is missing or a file could not be written; what was there before is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or file is not writable.</exception>
    public Task<DeliveryReport> DeliverAsync(Readings readings, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(FitFiles.Write(basename, readings.Weighings, readings.BloodPressures, time.GetUtcNow()));
    }
}
