using Microsoft.Extensions.Hosting;
using WithingsSync.Server.Pulls;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>Runs the delivery when something came, instead of at the next full minute; several that come together make one run.</summary>
internal sealed class DeliverySummons(DueReadings due, Waker jobs, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (await due.Woken.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(Together, time, stoppingToken);
                due.Woken.TryRead(out _);
                await jobs.WakeAsync(JobNames.Deliver, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is due is in the store.
        }
    }
}
