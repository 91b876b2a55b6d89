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

// "mcp": an assistant's question to a server; fails when it is not what is promised. "mcp-server": its child.
if (args is ["mcp"])
{
    Environment.ExitCode = await McpFigures.RunAsync() ? 0 : 1;
    return;
}

if (args is ["mcp-server", var servedFolder])
{
    await McpServed.ServeAsync(servedFolder);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(TenYears).Assembly).Run(args);
