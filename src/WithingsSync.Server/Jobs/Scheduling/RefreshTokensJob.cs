using Quartz;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>Runs <see cref="RefreshWork"/>, once at a time in the cluster.</summary>
[DisallowConcurrentExecution]
internal sealed class RefreshTokensJob(RefreshWork work) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => Stopping.IsNoFailureAsync(work.RunAsync, cancellationToken);
}
