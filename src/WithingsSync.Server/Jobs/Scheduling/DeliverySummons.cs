using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WithingsSync.Server.Pulls;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>Runs the delivery when something came, instead of at the next full minute; several that come together make one run.</summary>
internal sealed partial class DeliverySummons(DueReadings due, Waker jobs, TimeProvider time, ILogger<DeliverySummons> logger) : BackgroundService
{
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await due.Woken.WaitToReadAsync(stoppingToken);
                await Task.Delay(Together, time, stoppingToken);
                due.Woken.TryRead(out _);
                await jobs.WakeAsync(JobNames.Deliver, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The edge of the loop: what is due is in the store, and the job comes at its time.
                Log.NotSummoned(logger, failure.Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "A delivery could not be started at once and comes within a minute: {Reason}")]
        public static partial void NotSummoned(ILogger logger, string reason);
    }
}
