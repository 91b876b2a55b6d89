using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using WithingsSync.Mcp;
using WithingsSync.Server.McpEndpoint;

#pragma warning disable MCP9005 // Deprecated from 2026-07-28 on, and still what the suite asks for.

namespace WithingsSync.SystemTests.McpClients.Conformance;

/// <summary>Our endpoint over HTTP, with the tools, resources and prompts that the conformance suite asks for in the place of ours.</summary>
internal sealed class ConformanceHost : IAsyncDisposable
{
    private readonly WebApplication _web;

    private ConformanceHost(WebApplication web) => _web = web;

    public Uri Address => new(new Uri(_web.Urls.Single()), "mcp");

    public static async Task<ConformanceHost> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRouting().AddLogging();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.UseRouting();
        web.MapMcp("/mcp", Options, new McpDoor(publicUrl: null, hosts: [], origins: []), new McpSessions(new EphemeralDataProtectionProvider()));
        await web.StartAsync();
        return new(web);
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private static McpServerOptions Options()
    {
        var options = Fixtures();
        options.Filters.Request.ReadResourceFilters.Add(UnknownResource.Named);
        return options;
    }

    private static McpServerOptions Fixtures() => new()
    {
        ServerInfo = new() { Name = "conformance", Version = "1.0" },
        Capabilities = new() { Tools = new(), Resources = new() { Subscribe = false }, Prompts = new(), Completions = new(), Logging = new() },
        ToolCollection = [.. PlainTools.All, .. AskingTools.All],
        ResourceCollection = [.. Pages.Resources],
        PromptCollection = [.. Pages.Prompts],
        Handlers = new()
        {
            CompleteHandler = (_, _) => ValueTask.FromResult(new CompleteResult { Completion = new() { Values = ["test"], Total = 1, HasMore = false } }),
            SetLoggingLevelHandler = (_, _) => ValueTask.FromResult(new EmptyResult()),
            SubscribeToResourcesHandler = (_, _) => ValueTask.FromResult(new EmptyResult()),
            UnsubscribeFromResourcesHandler = (_, _) => ValueTask.FromResult(new EmptyResult()),
        },
    };
}
