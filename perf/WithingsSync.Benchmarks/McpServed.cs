using System.Globalization;
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
using WithingsSync.Storage.Server;

namespace WithingsSync.Benchmarks;

/// <summary>
/// The server that <see cref="McpFigures"/> asks, in a process of its own, so that its heap holds nothing of who asks. It has one person with a year in the store, and beside
/// itself the yardsticks. It says where it is on its first line, answers each line with the bytes of its heap after a full collection, and ends with its input.
/// </summary>
internal static class McpServed
{
    public static readonly IReadOnlyList<string> Settings =
        ["WITHINGS_CLIENT_ID", "WITHINGS_CLIENT_SECRET", "WITHINGS_API_URL", "WITHINGS_ACCOUNT_URL", "WITHINGS_REDIRECT_URI", "WITHINGS_WEBHOOK_SECRET", "WITHINGS_SYNC_SECRETS"];

    public static async Task ServeAsync(string folder)
    {
        var environment = Settings.ToDictionary(name => name, name => Environment.GetEnvironmentVariable(name) ?? "", StringComparer.Ordinal);
        var settings = ServerSettings.Read(new(Path.Combine(folder, "data"), folder, environment, new Dictionary<string, string>(StringComparer.Ordinal)), ["http://127.0.0.1:0"]);
        await using var server = await ServerHost.StartAsync(settings, new(TimeProvider.System, NullLoggerFactory.Instance) { RunsJobs = false });
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        var token = await ServedPeople.ConnectAsync(server, client, "demo");
        var person = (await server.Services.GetRequiredService<PeopleStore>().FindByNameAsync("demo", default))!;

        // The first call pulls the year; what is measured finds it in the store.
        var call = new McpCall(client, server.Addresses[0], token);
        await call.MakeAsync();
        await using var yardsticks = await StartYardsticksAsync(server, await call.ReadAsync(), person);
        Console.WriteLine($"{server.Addresses[0]} {yardsticks.Urls.First()} {token}");
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(Heap().ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The same bytes from memory, their JSON read and written once, and the same days read from the store and written as they are.</summary>
    private static async Task<WebApplication> StartYardsticksAsync(RunningServer server, byte[] answer, Person person)
    {
        var records = server.Services.GetRequiredService<ServerDatabase>().Records;
        var json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(answer).Split('\n').Last(line => line.StartsWith("data:", StringComparison.Ordinal))[5..]);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.MapGet("/ready", (HttpContext context) => context.Response.Body.WriteAsync(answer).AsTask());
        web.MapGet("/json", (HttpContext context) => context.Response.WriteAsync(JsonNode.Parse(json)!.DeepClone().ToJsonString()));
        web.MapGet("/read", async (HttpContext context) =>
        {
            foreach (var day in await records.ReadAsync<ActivityDay>(person.Id, McpCall.First, McpCall.Last, context.RequestAborted))
            {
                await context.Response.WriteAsync(day.ToString());
            }
        });
        await web.StartAsync();
        return web;
    }

    private static long Heap()
    {
        for (var round = 0; round < 2; round++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
