using Quartz;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>Runs <see cref="WebhookWork"/>, once at a time in the cluster.</summary>
[DisallowConcurrentExecution]
internal sealed class CreateWebhooksJob(WebhookWork work) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => Stopping.IsNoFailureAsync(work.RunAsync, cancellationToken);
}
