using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WithingsSync.Health;
using WithingsSync.Server;
using WithingsSync.Server.Settings;
using WithingsSync.Simulator;
using WithingsSync.Storage.Server;

namespace WithingsSync.Benchmarks;

/// <summary>
/// What an assistant's question costs a server: a year of daily activity in one tools/call over HTTP, beside an endpoint that has the very bytes ready and one that only
/// reads and writes the same days; and whether memory grows with the calls.
/// </summary>
internal static class McpFigures
{
    private const int Rounds = 300;
    private const int Clients = 50;
    private const int FirstLook = 100;
    private const int SecondLook = 1_000;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("withings-sync-mcp-").FullName;
        try
        {
            await using var simulator = await SimulatorHost.StartAsync(new() { AutoConsent = true, RequestsPerMinute = null, Years = 1 });
            await using var server = await ServerHost.StartAsync(Settings(folder, simulator), new(TimeProvider.System, NullLoggerFactory.Instance) { RunsJobs = false });
            using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
            var token = await ServedPeople.ConnectAsync(server, browser, "demo");
            var person = (await server.Services.GetRequiredService<PeopleStore>().FindByNameAsync("demo", default))!;
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Clients });
            var call = new Call(client, new(server.Addresses[0], "/mcp"), token);
            await TimeAsync(server, client, call, person);
            await MemoryAsync("alone", call, parallel: 1);
            await MemoryAsync($"{Clients} clients", call, Clients);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ServerSettings Settings(string folder, SimulatorHost simulator)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WITHINGS_CLIENT_ID"] = simulator.ClientId,
            ["WITHINGS_CLIENT_SECRET"] = simulator.ClientSecret,
            ["WITHINGS_API_URL"] = simulator.ApiUrl.OriginalString,
            ["WITHINGS_ACCOUNT_URL"] = simulator.AccountUrl.OriginalString,
            ["WITHINGS_REDIRECT_URI"] = "http://localhost:8888/callback",
            ["WITHINGS_WEBHOOK_SECRET"] = "benchmark-secret",
            ["WITHINGS_SYNC_SECRETS"] = Path.Combine(folder, "secrets"),
        };
        return ServerSettings.Read(new(Path.Combine(folder, "data"), folder, environment, new Dictionary<string, string>(StringComparer.Ordinal)), ["http://127.0.0.1:0"]);
    }

    private static async Task TimeAsync(RunningServer server, HttpClient client, Call call, Person person)
    {
        // The first call pulls the year; what is measured finds it in the store.
        await call.MakeAsync();
        var answer = await call.MakeAsync();
        var days = (int)JsonNode.Parse(Encoding.UTF8.GetString(answer).Split('\n').Last(line => line.StartsWith("data:", StringComparison.Ordinal))[5..])!["result"]!["structuredContent"]!["count"]!;
        await using var bare = await StartBareAsync(server, answer, person);
        var (ours, ready, read) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            ready.Add(await TookAsync(() => client.GetByteArrayAsync(new Uri(bare.Urls.First() + "/ready"))));
            read.Add(await TookAsync(() => client.GetByteArrayAsync(new Uri(bare.Urls.First() + "/read"))));
            ours.Add(await TookAsync(call.MakeAsync));
        }

        // The first rounds warm up.
        var (our, bytes, rows) = (Median(ours), Median(ready), Median(read));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{days} days in one call, {answer.Length / 1024} kB: p50 {our:0.00} ms, of which {our - bytes:0.00} ms in the server (promised 15); p99 {ours.Skip(Rounds / 3).Order().ElementAt(Rounds * 2 / 3 * 99 / 100):0.00} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"yardsticks: the bytes ready {bytes:0.00} ms; the same days read and written as they are {rows:0.00} ms, of which ours is {our / rows:0.0} times"));
    }

    /// <summary>The yardsticks: what the loopback costs, and what the store costs.</summary>
    private static async Task<WebApplication> StartBareAsync(RunningServer server, byte[] answer, Person person)
    {
        var records = server.Services.GetRequiredService<ServerDatabase>().Records;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.MapGet("/ready", (HttpContext context) => context.Response.Body.WriteAsync(answer).AsTask());
        web.MapGet("/read", async (HttpContext context) =>
        {
            foreach (var day in await records.ReadAsync<ActivityDay>(person.Id, First, Last, context.RequestAborted))
            {
                await context.Response.WriteAsync(day.ToString());
            }
        });
        await web.StartAsync();
        return web;
    }

    private static DateTimeOffset First => Last.AddDays(-364);

    private static DateTimeOffset Last => new(TimeProvider.System.GetUtcNow().AddDays(-1).Date, TimeSpan.Zero);

    private static async Task MemoryAsync(string who, Call call, int parallel)
    {
        await CallAsync(call, FirstLook, parallel);
        var first = Heap();
        await CallAsync(call, SecondLook - FirstLook, parallel);
        var second = Heap();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"heap, {who}: {first / 1024.0 / 1024:0.00} MiB after call {FirstLook}, {second / 1024.0 / 1024:0.00} MiB after call {SecondLook}: {(double)second / first:0.000} times (promised 1.1)"));
    }

    private static Task CallAsync(Call call, int count, int parallel) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = parallel }, async (_, _) => await call.MakeAsync());

    private static long Heap()
    {
        for (var round = 0; round < 2; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static async Task<double> TookAsync(Func<Task> call)
    {
        var began = Stopwatch.GetTimestamp();
        await call();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double Median(List<double> took) => took.Skip(Rounds / 3).Order().ElementAt(Rounds / 3);

    /// <summary>One POST of the protocol's newest revision, which needs no handshake.</summary>
    private sealed class Call(HttpClient client, Uri address, string token)
    {
        private const string Tool = "withings_get_activity";
        private const string Version = "2026-07-28";

        private readonly byte[] _body = Encoding.UTF8.GetBytes($$$"""
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{Tool}}}","arguments":{"start_date":"{{{First:yyyy-MM-dd}}}","end_date":"{{{Last:yyyy-MM-dd}}}","limit":2000},
            "_meta":{"io.modelcontextprotocol/protocolVersion":"{{{Version}}}","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/clientInfo":{"name":"perf","version":"1"} } } }
            """);

        public async Task<byte[]> MakeAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(_body) { Headers = { ContentType = new("application/json") } } };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Accept.ParseAdd("application/json, text/event-stream");
            request.Headers.Add("MCP-Protocol-Version", Version);
            request.Headers.Add("Mcp-Method", "tools/call");
            request.Headers.Add("Mcp-Name", Tool);
            using var answer = await client.SendAsync(request);
            return await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        }
    }
}
