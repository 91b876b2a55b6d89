using System.Diagnostics;
using System.Globalization;

namespace WithingsSync.Testing;

/// <summary>The end of a process, which a test waits for, but not for ever.</summary>
public static class ProcessEnd
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <exception cref="TimeoutException">It had not ended, or closed its streams, after two minutes, and was killed; the message shows what it had said.</exception>
    public static async Task<CliResult> OfAsync(Process process, CollectedText output, CollectedText error)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, await output.AllAsync().WaitAsync(limit.Token), await error.AllAsync().WaitAsync(limit.Token));
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"{process.StartInfo.FileName} had not ended after {Limit.TotalSeconds:0} s. It had said:\n{output.SoFar}\n{error.SoFar}"), late);
        }
    }
}
