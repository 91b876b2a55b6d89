using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace WithingsSync.SystemTests.McpClients.Conformance;

/// <summary>The suite's resources and prompts.</summary>
internal static class Pages
{
    public static readonly IReadOnlyList<McpServerResource> Resources =
    [
        Resource("test://static-text", "text/plain", () => "This is the content of the static text resource."),
        Resource("test://static-binary", "image/png", () => BlobResourceContents.FromBytes(PlainTools.Png, "test://static-binary", "image/png")),
        Resource("test://watched-resource", "text/plain", () => "It never changes."),
        Resource("test://template/{id}/data", "application/json", (string id) => JsonSerializer.Serialize(new { id, templateTest = true, data = $"Data for ID: {id}" })),
    ];

    public static readonly IReadOnlyList<McpServerPrompt> Prompts =
    [
        Prompt("test_simple_prompt", () => "This is a simple prompt for testing."),
        Prompt("test_prompt_with_arguments", (string arg1, string arg2) => $"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'"),
        Prompt("test_prompt_with_embedded_resource", (string resourceUri) => Said(
            PlainTools.Embedded(resourceUri, "text/plain", "Embedded resource content for testing."), new TextContentBlock { Text = "Please process the embedded resource above." })),
        Prompt("test_prompt_with_image", () => Said(ImageContentBlock.FromBytes(PlainTools.Png, "image/png"), new TextContentBlock { Text = "Please analyze the image above." })),
        Prompt("test_input_required_result_prompt", (RequestContext<GetPromptRequestParams> request) => request.Params.InputResponses?.ContainsKey("user_context") == true
            ? "With the context that was given."
            : throw new InputRequiredException(new Dictionary<string, InputRequest> { ["user_context"] = AskingTools.Context() }, requestState: null)),
    ];

    private static McpServerResource Resource(string uri, string mimeType, Delegate content) =>
        McpServerResource.Create(content, new() { UriTemplate = uri, Name = uri, Description = "A fixture of the conformance suite.", MimeType = mimeType });

    private static McpServerPrompt Prompt(string name, Delegate text) => McpServerPrompt.Create(text, new() { Name = name, Description = $"A fixture of the conformance suite: {name}." });

    private static List<PromptMessage> Said(params ContentBlock[] blocks) => [.. blocks.Select(block => new PromptMessage { Role = Role.User, Content = block })];
}
