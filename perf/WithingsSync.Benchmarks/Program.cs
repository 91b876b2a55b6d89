using BenchmarkDotNet.Running;
using WithingsSync.Benchmarks;

// "canned": a Withings that answers ten years of weighings from memory, for the whole-process figures of perf/whole-process.sh.
if (args is ["canned", ..])
{
    await CannedWithings.ServeAsync();
    return;
}

// "webhook [PostgreSQL address]": the notification path under load.
if (args is ["webhook", .. var where])
{
    await WebhookLoad.RunAsync(where.FirstOrDefault());
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(TenYears).Assembly).Run(args);
