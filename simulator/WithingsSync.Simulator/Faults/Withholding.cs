using Microsoft.AspNetCore.Http;

namespace WithingsSync.Simulator.Faults;

/// <summary>Faults that strike when the work is done: the answer comes late, in part or never.</summary>
internal static class Withholding
{
    /// <returns>Whether the answer must not be sent any more.</returns>
    public static async Task<bool> HoldBackAsync(HttpContext context, ReadOnlyMemory<byte> answer, InjectedFault injected)
    {
        switch (injected.Fault.Kind)
        {
            case FaultKind.Slow:
                // A slow line is slow in real time, whatever the simulator's clock says.
                await Task.Delay(injected.Fault.Delay, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return context.RequestAborted.IsCancellationRequested;
            case FaultKind.Hold:
                await injected.Released.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return context.RequestAborted.IsCancellationRequested;
            case FaultKind.DropAnswer:
                context.Abort();
                return true;
            case FaultKind.ResetMidway:
                context.Response.ContentLength = answer.Length + 1;
                await context.Response.Body.WriteAsync(answer[..(answer.Length / 2)], context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                return true;
            default:
                return false;
        }
    }
}
