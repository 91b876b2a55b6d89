using System.Text.Json;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using ToolServer = ModelContextProtocol.Server.McpServer;

#pragma warning disable MCP9005 // Deprecated from 2026-07-28 on, and still what the suite asks for.

namespace WithingsSync.SystemTests.McpClients.Conformance;

/// <summary>The suite's tools that answer by themselves.</summary>
internal static class PlainTools
{
    /// <summary>One red pixel.</summary>
    public static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==");

    /// <summary>A sound of no length.</summary>
    private static readonly byte[] Wav = Convert.FromBase64String("UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=");

    private const string Schema = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "$defs": { "address": { "$anchor": "addressDef", "type": "object", "properties": { "street": { "type": "string" }, "city": { "type": "string" } } } },
          "properties": {
            "name": { "type": "string" }, "address": { "$ref": "#/$defs/address" }, "contactMethod": { "type": "string", "enum": ["phone", "email"] },
            "phone": { "type": "string" }, "email": { "type": "string" }
          },
          "allOf": [{ "anyOf": [{ "required": ["phone"] }, { "required": ["email"] }] }],
          "if": { "properties": { "contactMethod": { "const": "phone" } }, "required": ["contactMethod"] },
          "then": { "required": ["phone"] },
          "else": { "required": ["email"] },
          "additionalProperties": false
        }
        """;

    public static readonly IReadOnlyList<McpServerTool> All =
    [
        Tool("test_simple_text", () => "This is a simple text response for testing."),
        Tool("test_image_content", () => ImageContentBlock.FromBytes(Png, "image/png")),
        Tool("test_audio_content", () => AudioContentBlock.FromBytes(Wav, "audio/wav")),
        Tool("test_embedded_resource", () => Embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.")),
        Tool("test_multiple_content_types", () => new List<ContentBlock>
        {
            new TextContentBlock { Text = "Multiple content types test:" },
            ImageContentBlock.FromBytes(Png, "image/png"),
            Embedded("test://mixed-content-resource", "application/json", """{"test":"data","value":123}"""),
        }),
        Tool("test_error_handling", () => new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = "This tool intentionally returns an error for testing" }] }),
        Tool("test_tool_with_logging", LogAsync),
        Tool("test_logging_tool", (ToolServer server) =>
        {
            server.AsClientLoggerProvider().CreateLogger("test").LogInformation("For those who asked for a log.");
            return "logged";
        }),
        Tool("test_tool_with_progress", (IProgress<ProgressNotificationValue> progress) =>
        {
            foreach (var done in new[] { 0, 50, 100 })
            {
                progress.Report(new() { Progress = done, Total = 100 });
            }

            return "done";
        }),
        new RichSchema(),
    ];

    public static McpServerTool Tool(string name, Delegate answer) => McpServerTool.Create(answer, new() { Name = name, Description = $"A fixture of the conformance suite: {name}." });

    public static EmbeddedResourceBlock Embedded(string uri, string mimeType, string text) => new() { Resource = new TextResourceContents { Uri = uri, MimeType = mimeType, Text = text } };

    private static async Task<string> LogAsync(ToolServer server, CancellationToken cancellationToken)
    {
        foreach (var line in new[] { "Tool execution started", "Tool processing data", "Tool execution completed" })
        {
            await server.SendNotificationAsync(
                NotificationMethods.LoggingMessageNotification, new LoggingMessageNotificationParams { Level = LoggingLevel.Info, Data = JsonSerializer.SerializeToElement(line) },
                cancellationToken: cancellationToken);
        }

        return "logged";
    }

    /// <summary>A schema that no method's parameters would make.</summary>
    private sealed class RichSchema : McpServerTool
    {
        public override Tool ProtocolTool { get; } = new() { Name = "json_schema_2020_12_tool", Description = "Tool with JSON Schema 2020-12 features", InputSchema = JsonElement.Parse(Schema) };

        public override IReadOnlyList<object> Metadata => [];

        public override ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new CallToolResult { Content = [new TextContentBlock { Text = "taken" }] });
    }
}
