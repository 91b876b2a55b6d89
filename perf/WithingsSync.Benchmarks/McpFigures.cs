using System.Diagnostics;
using System.Globalization;
using WithingsSync.Simulator;

namespace WithingsSync.Benchmarks;

/// <summary>
/// What an assistant's question costs a server: a year of daily activity in one tools/call over HTTP, beside an endpoint that has the very bytes ready and others that do a
/// known part of the work; and whether memory grows with the calls.
/// </summary>
internal static class McpFigures
{
    /// <summary>Promised, in milliseconds of the server for one call, and as growth of its heap.</summary>
    private const double Promised = 15;
    private const double PromisedGrowth = 1.1;

    /// <summary>What 15 ms are on a quiet machine in readings and writings of the answer's JSON by System.Text.Json: the same promise for a busy or slower one.</summary>
    private const double PromisedJson = 7;

    private const int Warming = 100;
    private const int Rounds = 100;
    private const int Attempts = 3;

    private const int Clients = 50;
    private const int FirstLook = 100;
    private const int SecondLook = 1_000;

    /// <returns>Whether all that is promised was seen.</returns>
    public static async Task<bool> RunAsync()
    {
        await using var simulator = await SimulatorHost.StartAsync(new() { AutoConsent = true, RequestsPerMinute = null, Years = 1 });
        var isSteady = await IsSteadyAsync(simulator, "alone", parallel: 1);
        isSteady &= await IsSteadyAsync(simulator, $"{Clients} clients", Clients) || await IsSteadyAsync(simulator, $"{Clients} clients, again", Clients);
        return await OnServerAsync(simulator, (call, served) => IsQuickAsync(call, served.Yardsticks)) && isSteady;
    }

    private static async Task<bool> OnServerAsync(SimulatorHost simulator, Func<McpCall, McpServedProcess, Task<bool>> look)
    {
        var folder = Directory.CreateTempSubdirectory("withings-sync-mcp-").FullName;
        try
        {
            using var served = await McpServedProcess.StartAsync(folder, simulator);
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Clients });
            return await look(new(client, served.Server, served.Token), served);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Another program may have the machine for a while: one of several attempts must hold.</summary>
    private static async Task<bool> IsQuickAsync(McpCall call, Uri yardsticks)
    {
        var bytes = (await call.ReadAsync()).Length;
        await TimeAsync(call, yardsticks, Warming);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var took = await TimeAsync(call, yardsticks, Rounds);
            var (server, json) = (took.Call - took.Ready, took.Json - took.Ready);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a year of days in one call, {bytes / 1024} kB: p50 {took.Call:0.00} ms, of which {server:0.00} ms in the server (promised {Promised}, or {PromisedJson} times the JSON: {server / json:0.00}); p99 {took.Worst:0.00} ms"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"yardsticks: the bytes ready {took.Ready:0.00} ms; and their JSON read and written once {took.Json:0.00} ms; the same days read and written as they are {took.Read:0.00} ms"));
            if (server < Promised || server <= PromisedJson * json)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>All of them in turn, so that each meets the same machine.</summary>
    private static async Task<(double Call, double Worst, double Ready, double Json, double Read)> TimeAsync(McpCall call, Uri yardsticks, int rounds)
    {
        var (ours, ready, json, read) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            ready.Add(await TookAsync(() => call.GetAsync(new(yardsticks, "/ready"))));
            json.Add(await TookAsync(() => call.GetAsync(new(yardsticks, "/json"))));
            read.Add(await TookAsync(() => call.GetAsync(new(yardsticks, "/read"))));
            ours.Add(await TookAsync(call.MakeAsync));
        }

        return (Part(ours, 50), Part(ours, 99), Part(ready, 50), Part(json, 50), Part(read, 50));
    }

    /// <summary>Of a server that was asked nothing before. How many threads the runtime makes for many clients, and when, is chance: they have two servers.</summary>
    private static Task<bool> IsSteadyAsync(SimulatorHost simulator, string who, int parallel) => OnServerAsync(simulator, async (call, served) =>
    {
        await CallAsync(call, FirstLook, parallel);
        var first = await served.HeapAsync();
        await CallAsync(call, SecondLook - FirstLook, parallel);
        var second = await served.HeapAsync();
        var growth = (double)second / first;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"heap, {who}: {first / 1024.0 / 1024:0.00} MiB after call {FirstLook}, {second / 1024.0 / 1024:0.00} MiB after call {SecondLook}: {growth:0.000} times (promised {PromisedGrowth})"));
        return growth <= PromisedGrowth;
    });

    private static Task CallAsync(McpCall call, int count, int parallel) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (_, _) => await call.MakeAsync());

    private static async Task<double> TookAsync(Func<Task> call)
    {
        var began = Stopwatch.GetTimestamp();
        await call();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double Part(List<double> took, int percent) => took.Order().ElementAt(took.Count * percent / 100);
}
