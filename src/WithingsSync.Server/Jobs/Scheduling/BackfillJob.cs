using Quartz;

namespace WithingsSync.Server.Jobs.Scheduling;

/// <summary>Runs <see cref="BackfillWork"/> as long as it can go on, once at a time in the cluster.</summary>
[DisallowConcurrentExecution]
internal sealed class BackfillJob(BackfillWork work, TimeProvider time) : IJob
{
    /// <summary>Then it begins anew, perhaps on another node.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => Stopping.IsNoFailureAsync(RunAsync, cancellationToken);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + Longest;
        while (await work.RunAsync(cancellationToken) && time.GetUtcNow() < until)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
