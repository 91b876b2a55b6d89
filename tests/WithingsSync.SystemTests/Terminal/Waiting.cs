using System.Diagnostics;
using Xunit;

namespace WithingsSync.SystemTests.Terminal;

internal static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Waits until another process has brought something about.</summary>
    public static async Task ForAsync(Func<bool> state, string what)
    {
        var since = Stopwatch.StartNew();
        while (!state())
        {
            if (since.Elapsed > Limit)
            {
                Assert.Fail($"Waited {Limit.TotalSeconds:0} s in vain for {what}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
