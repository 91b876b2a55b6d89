using System.Reflection;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Resources;

namespace WithingsSync.Mcp;

/// <summary>The resources, made once for all servers of the process.</summary>
internal static class WithingsResources
{
    public static readonly IReadOnlyList<McpServerResource> All =
    [
        .. new[]
        {
            typeof(HealthDataResource), typeof(ConnectionResource), typeof(LatestResource), typeof(CatalogueResource),
            typeof(DayResource), typeof(NightResource), typeof(CurvesResource), typeof(SignalResource),
        }.Select(Create),
    ];

    private static McpServerResource Create(Type resource)
    {
        var method = resource.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Single(candidate => candidate.GetCustomAttribute<McpServerResourceAttribute>() is not null);
        var options = new McpServerResourceCreateOptions { SerializerOptions = ToolJson.Options };
        return method.IsStatic
            ? McpServerResource.Create(method, options: options)
            : McpServerResource.Create(method, context => WithingsTools.Make(resource, context.Services!), options);
    }
}
