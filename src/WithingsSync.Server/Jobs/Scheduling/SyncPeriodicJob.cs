using Quartz;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>Runs <see cref="PeriodicWork"/>, once at a time in the cluster.</summary>
[DisallowConcurrentExecution]
internal sealed class SyncPeriodicJob(PeriodicWork work) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => Stopping.IsNoFailureAsync(work.RunAsync, cancellationToken);
}
