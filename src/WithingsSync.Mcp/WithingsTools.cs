using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Server;
using WithingsSync.Mcp.Answers;
using WithingsSync.Mcp.Asking;
using WithingsSync.Mcp.Tools;
using WithingsSync.Mcp.Trends;

namespace WithingsSync.Mcp;

/// <summary>Everything a server of ours offers, whatever carries it. A request's services must hold an <see cref="IToolHost"/>.</summary>
public static class WithingsTools
{
    private const string Instructions = """
        Reads the signed-in person's own Withings data: body composition from scales (weight, fat, muscle, bone, hydration, pulse wave velocity), blood pressure, temperature, SpO2,
        heart rate variability, daily activity, workouts, sleep with its curves, and ECG recordings with their AFib result. Days are the person's own, ranges include both ends, values are
        scaled and their unit stands in the name. Nothing is ever written. Begin with withings_status when unsure what there is.
        """;

    private static readonly Type[] Classes =
    [
        typeof(MeasurementsTool),
        typeof(BloodPressureTool),
        typeof(TemperatureTool),
        typeof(OxygenTool),
        typeof(HrvTool),
        typeof(ActivityTool),
        typeof(WorkoutTool),
        typeof(SleepTool),
        typeof(SleepSummaryTool),
        typeof(HeartListTool),
        typeof(HeartSignalTool),
        typeof(IntradayTool),
        typeof(BodyMeasuresTool),
        typeof(DevicesTool),
        typeof(GoalsTool),
        typeof(TrendsTool),
        typeof(StatusTool),
    ];

    private static readonly AIJsonSchemaCreateOptions Schemas = new() { TransformSchemaNode = Describe };

    private static readonly McpServerTool[] All = [.. Classes.SelectMany(Create)];

    /// <summary>A server's options; the tools in them are shared by all servers of the process.</summary>
    /// <param name="version">Of this program.</param>
    /// <param name="explain">What a failure of what carries the tools means for a client; null where it means nothing to it.</param>
    public static McpServerOptions Options(string version, Func<Exception, ToolException?>? explain = null)
    {
        var options = new McpServerOptions
        {
            ServerInfo = new() { Name = "withings", Title = "Withings", Version = version },
            ServerInstructions = Instructions,
            ScopeRequests = false,
            Capabilities = new() { Tools = new(), Resources = new(), Prompts = new() },
            ToolCollection = [.. All],
            ResourceCollection = [.. WithingsResources.All],
            PromptCollection = [.. WithingsPrompts.All],
        };
        options.Filters.Request.CallToolFilters.Add(ToolGuard.Around(explain ?? (_ => null)));
        options.Filters.Request.CallToolFilters.Add(AnswerCarrier.Around);
        options.Filters.Message.IncomingFilters.Add(WholeText.Around);
        options.Filters.Message.IncomingFilters.Add(RequestGuard.Around(options));
        options.Filters.Message.OutgoingFilters.Add(AnswerCarrier.Outgoing);
        options.Filters.Request.ReadResourceFilters.Add(UnknownResource.Named);
        options.Filters.Request.ReadResourceFilters.Add(ResourceGuard.Around(explain ?? (_ => null)));
        return options;
    }

    private static IEnumerable<McpServerTool> Create(Type tools) =>
        tools.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.GetCustomAttribute<McpServerToolAttribute>() is not null)
            .Select(method =>
            {
                var tool = McpServerTool.Create(method, context => Make(tools, context.Services!), new() { SerializerOptions = ToolJson.Options, SchemaCreateOptions = Schemas });
                tool.ProtocolTool.InputSchema = ClosedLists.In(tool.ProtocolTool.InputSchema, method);
                return tool;
            });

    /// <summary>Each tool and resource takes the host, or the lists over it.</summary>
    internal static object Make(Type tool, IServiceProvider services)
    {
        var host = (IToolHost)(services.GetService(typeof(IToolHost)) ?? throw new InvalidOperationException("No tool host is registered."));
        var constructor = tool.GetConstructors()[0];
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.ParameterType == typeof(Lists) ? (object)new Lists(host) : host)]);
    }

    /// <summary>A day is text or a number, types are either or a list of them: their converters hide that from the schema.</summary>
    private static JsonNode Describe(AIJsonSchemaCreateContext context, JsonNode schema)
    {
        if (context.TypeInfo.Type == typeof(AskedDay) || context.TypeInfo.Type == typeof(AskedDay?))
        {
            var node = schema as JsonObject ?? [];
            node["type"] = context.TypeInfo.Type == typeof(AskedDay) ? new JsonArray("string", "integer") : new JsonArray("string", "integer", "null");
            return node;
        }

        if (context.TypeInfo.Type == typeof(AskedTypes) || context.TypeInfo.Type == typeof(AskedTypes?))
        {
            var node = schema as JsonObject ?? [];
            node["type"] = new JsonArray("array", "string", "integer", "null");
            node["items"] = new JsonObject { ["type"] = new JsonArray("string", "integer") };
            return node;
        }

        // Without it the schema of a figure that nobody knows yet would be any value, which is left out of a schema.
        if (context.TypeInfo.Type == typeof(IReadOnlyDictionary<string, JsonElement>) && schema is JsonObject others)
        {
            others["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("number", "string") };
        }

        return schema;
    }
}
