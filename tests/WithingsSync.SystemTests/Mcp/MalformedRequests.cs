using System.Text.Json.Nodes;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Requests that no official client sends, and what in them a refusal must name.</summary>
internal static class MalformedRequests
{
    /// <summary>The method, its params, and what is wrong with them.</summary>
    public static readonly IReadOnlyList<(string Method, string Params, string Wrong)> All =
    [
        ("tools/call", """{"name":"withings_status","arguments":[1]}""", "arguments: [1]"),
        ("tools/call", """{"name":"withings_status","arguments":"x"}""", "arguments: \"x\""),
        ("tools/call", """{"arguments":{}}""", "name is missing"),
        ("tools/call", """{"name":null}""", "name is missing"),
        ("tools/call", """{"name":5}""", "name: 5"),
        ("tools/call", """{"name":"withings_status","inputResponses":5}""", "inputResponses: 5"),
        ("tools/call", """{"name":"withings_status","requestState":5}""", "requestState: 5"),
        ("tools/call", """{"name":"withings_get_dreams"}""", "Unknown tool: 'withings_get_dreams'. Take one of those there are: tools/list"),
        ("tools/call", """{"name":"get-measurement"}""", "Unknown tool: 'get-measurement'. Perhaps 'withings_get_measurements' is meant"),
        ("tools/call", """{"name":""}""", "Unknown tool: ''. Take one"),
        ("resources/read", """{"uri":5}""", "uri: 5"),
        ("resources/read", """{}""", "uri is missing"),
        ("prompts/get", """{"name":"weekly_review","arguments":{"start_date":5}}""", "arguments.start_date: 5"),
        ("prompts/get", """{"name":"weekly_review","arguments":{"start_date":null}}""", "arguments.start_date is missing"),
        ("prompts/get", """{"name":"weekly_review","arguments":[1]}""", "arguments: [1]"),
        ("prompts/get", """{"arguments":{}}""", "name is missing"),
        ("prompts/get", """{"name":"weekly_revue"}""", "Unknown prompt: 'weekly_revue'. Perhaps 'weekly_review' is meant"),
        .. from list in new[] { "tools/list", "resources/list", "resources/templates/list", "prompts/list" }
           from cursor in new[] { "\"x\"", "\"\"", "5" }
           select (list, $$"""{"cursor":{{cursor}}}""", $"cursor: {cursor}"),
    ];

    public static JsonObject Parsed(string text) => JsonNode.Parse(text)!.AsObject();
}
