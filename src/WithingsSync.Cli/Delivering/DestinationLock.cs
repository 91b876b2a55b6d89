using WithingsSync.Cli.Sessions;
using WithingsSync.Pipeline.Delivering;

namespace WithingsSync.Cli.Delivering;

/// <summary>Two runs at once deliver one after the other: whoever holds the file beside the archive open may. The system lets go of it when a process ends, however it ends.</summary>
internal static class DestinationLock
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="DestinationException">Another run has been at it for ten minutes.</exception>
    /// <exception cref="UsageException">The folder is not writable.</exception>
    public static async Task<FileStream> TakeAsync(string archiveFile, string name, string title, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = $"{archiveFile}.{name}.lock";
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return HeldFile.Open(path);
            }
            catch (IOException error) when (HeldFile.IsHeld(error))
            {
                if (time.GetElapsedTime(started) > LongestRun)
                {
                    throw new DestinationException(DestinationFailure.Transient, $"Another run has been delivering to {title} for ten minutes. Wait for it to end, or stop it; the next run goes on.", error);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"Can't write to {Path.GetDirectoryName(path)}: {error.Message}", error);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
