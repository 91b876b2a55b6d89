using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Call = ModelContextProtocol.Server.RequestContext<ModelContextProtocol.Protocol.CallToolRequestParams>;
using ToolServer = ModelContextProtocol.Server.McpServer;

#pragma warning disable MCP9005 // Deprecated from 2026-07-28 on, and still what the suite asks for.

namespace WithingsSync.SystemTests.McpClients.Conformance;

/// <summary>
/// The suite's tools that need something of the client. From 2026-07-28 on such an answer is asked for in the result and comes with the next call; before, the server
/// had to call the client, which it cannot without a session.
/// </summary>
internal static class AskingTools
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static readonly IReadOnlyList<McpServerTool> All =
    [
        PlainTools.Tool("test_sampling", async (ToolServer server, string prompt, CancellationToken cancellationToken) =>
            $"LLM response: {(await server.SampleAsync(Sampling(prompt, 100), cancellationToken)).Content.OfType<TextContentBlock>().FirstOrDefault()?.Text}"),
        PlainTools.Tool("test_elicitation", async (ToolServer server, string message, CancellationToken cancellationToken) =>
            $"User response: {(await server.ElicitAsync(Elicitation(message, "username"), cancellationToken)).Action}"),
        PlainTools.Tool("test_elicitation_sep1034_defaults", async (ToolServer server, CancellationToken cancellationToken) =>
            $"Elicitation completed: action={(await server.ElicitAsync(Elicitation("Defaults", "name"), cancellationToken)).Action}"),
        PlainTools.Tool("test_elicitation_sep1330_enums", async (ToolServer server, CancellationToken cancellationToken) =>
            $"Elicitation completed: action={(await server.ElicitAsync(Elicitation("Enums", "option"), cancellationToken)).Action}"),
        PlainTools.Tool("test_missing_capability", (Call call) =>
            call.Params.ClientCapabilities()?.Sampling is null ? throw new MissingRequiredClientCapabilityException(new() { Sampling = new() }, "This tool needs sampling.") : "It is there."),
        PlainTools.Tool("test_streaming_elicitation", (Call call) => Answer(call, "user_name") is null ? throw Ask("user_name", Name()) : "answered"),
        PlainTools.Tool("test_input_required_result_elicitation", (Call call) =>
            Accepted(call, "user_name", "name") is { } name ? $"Hello, {name}!" : throw Ask("user_name", Name())),
        PlainTools.Tool("test_input_required_result_sampling", (Call call) =>
            Answer(call, "capital_question") is { } answer ? answer.RawValue.GetRawText() : throw Ask("capital_question", InputRequest.ForSampling(Sampling("What is the capital of France?", 100)))),
        PlainTools.Tool("test_input_required_result_list_roots", (Call call) =>
            Answer(call, "client_roots") is { } answer ? answer.RawValue.GetRawText() : throw Ask("client_roots", InputRequest.ForRootsList(new()))),
        PlainTools.Tool("test_input_required_result_request_state", Confirm),
        PlainTools.Tool("test_input_required_result_tampered_state", Confirm),
        PlainTools.Tool("test_input_required_result_multiple_inputs", (Call call) => call.Params.RequestState is null
            ? throw new InputRequiredException(
                new Dictionary<string, InputRequest>
                {
                    ["user_name"] = Name(), ["greeting"] = InputRequest.ForSampling(Sampling("Generate a greeting", 50)), ["client_roots"] = InputRequest.ForRootsList(new()),
                },
                Sealed("all"))
            : Opened(call) + " answered"),
        PlainTools.Tool("test_input_required_result_multi_round", (Call call) => call.Params.RequestState is null ? throw Ask("step1", Name("Step 1: What is your name?"), "1")
            : Opened(call) == "1" ? throw Ask("step2", InputRequest.ForElicitation(Elicitation("Step 2: What is your favorite color?", "color")), "2")
            : "All steps are done."),
        PlainTools.Tool("test_input_required_result_capabilities", (Call call) => call.Params.ClientCapabilities() switch
        {
            { Elicitation: not null } => throw Ask("user_name", Name()),
            { Sampling: not null } => throw Ask("question", InputRequest.ForSampling(Sampling("A question", 50))),
            _ => "The client can answer nothing.",
        }),
    ];

    public static InputRequest Context() => InputRequest.ForElicitation(Elicitation("What context should the prompt use?", "context"));

    private static string Confirm(Call call) => call.Params.RequestState is null
        ? throw Ask("confirm", InputRequest.ForElicitation(new()
        {
            Message = "Please confirm", RequestedSchema = new() { Properties = { ["ok"] = new ElicitRequestParams.BooleanSchema() }, Required = ["ok"] },
        }), "confirm")
        : $"{Opened(call)}: state-ok";

    private static InputRequest Name(string message = "What is your name?") => InputRequest.ForElicitation(Elicitation(message, "name"));

    private static InputRequiredException Ask(string key, InputRequest request, string? state = null) =>
        new(new Dictionary<string, InputRequest> { [key] = request }, state is null ? null : Sealed(state));

    private static ElicitRequestParams Elicitation(string message, string property) =>
        new() { Message = message, RequestedSchema = new() { Properties = { [property] = new ElicitRequestParams.StringSchema() }, Required = [property] } };

    private static CreateMessageRequestParams Sampling(string text, int tokens) =>
        new() { Messages = [new() { Role = Role.User, Content = [new TextContentBlock { Text = text }] }], MaxTokens = tokens };

    private static InputResponse? Answer(Call call, string key) => call.Params.InputResponses?.TryGetValue(key, out var answer) == true ? answer : null;

    private static string? Accepted(Call call, string key, string property) =>
        Answer(call, key) is { RawValue: { ValueKind: JsonValueKind.Object } answer } && answer.TryGetProperty("content", out var content) && content.TryGetProperty(property, out var value)
            ? value.GetString()
            : null;

    /// <summary>What the client carries for us and must not change.</summary>
    private static string Sealed(string state) => $"{state}.{Convert.ToHexString(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(state)))}";

    private static string Opened(Call call)
    {
        var state = call.Params.RequestState!.Split('.')[0];
        return call.Params.RequestState == Sealed(state) ? state : throw new McpProtocolException("The state was changed.", McpErrorCode.InvalidParams);
    }

    /// <summary>What the client said of itself with this very request.</summary>
    private static ClientCapabilities? ClientCapabilities(this RequestParams request) =>
        request.Meta?[MetaKeys.ClientCapabilities] is { } said ? JsonSerializer.Deserialize<ClientCapabilities>(said, McpJsonUtilities.DefaultOptions) : null;
}
