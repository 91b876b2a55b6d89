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

// "start [PostgreSQL address]", "latency [PostgreSQL address]": the published program, serving.
if (args is ["start", .. var startedOn])
{
    await ServeFigures.StartAsync(startedOn.FirstOrDefault());
    return;
}

if (args is ["latency", .. var servedFrom])
{
    await ServeFigures.LatencyAsync(servedFrom.FirstOrDefault());
    return;
}

// "mcp": an assistant's question to a server.
if (args is ["mcp"])
{
    await McpFigures.RunAsync();
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(TenYears).Assembly).Run(args);
