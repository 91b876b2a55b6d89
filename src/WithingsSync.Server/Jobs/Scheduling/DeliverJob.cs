using Quartz;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>Runs <see cref="DeliverWork"/>. A run may begin while another lasts, here or elsewhere: a slow destination of one person makes nobody else wait.</summary>
internal sealed class DeliverJob(DeliverWork work) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => Stopping.IsNoFailureAsync(work.RunAsync, cancellationToken);
}
