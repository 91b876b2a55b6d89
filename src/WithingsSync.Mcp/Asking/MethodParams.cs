using System.Text.Json.Nodes;

namespace WithingsSync.Mcp.Asking;

/// <summary>What the params of each of the protocol's requests hold, as far as its library reads them; the same in every revision.</summary>
internal static class MethodParams
{
    private static readonly string[] Levels = ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"];

    private static readonly Param Meta = Param.Object("_meta");

    /// <summary>With these a request is sent again, to go on where it stopped.</summary>
    private static readonly Param[] Again = [Meta, Param.Object("inputResponses"), Param.Text("requestState")];

    /// <summary>Every list of ours comes whole, so that no cursor was ever given out.</summary>
    private static readonly Param[] List = [Meta, new("cursor", "a cursor of this server, whose lists come whole: ask without one", _ => false)];

    private static readonly Param Address = Needed(Param.Text("uri", "a text (a resource's address)"));

    private static readonly Param[] Watch = [Meta, Address];

    private static readonly Dictionary<string, Param[]> Methods = new(StringComparer.Ordinal)
    {
        ["initialize"] =
        [
            Meta,
            Needed(Param.Text("protocolVersion", "a text (a revision of the protocol)")),
            Needed(Param.Object("capabilities")),
            Needed(Param.Object("clientInfo", "an object (the client's name and version)")) with { Inner = _ => [Needed(Param.Text("name")), Needed(Param.Text("version"))] },
        ],
        ["logging/setLevel"] = [Meta, Needed(new("level", $"one of {string.Join(", ", Levels)}", node => node is JsonValue value && value.TryGetValue<string>(out var level) && Levels.Contains(level)))],
        ["prompts/get"] =
        [
            .. Again,
            Needed(Param.Text("name", "a text (a prompt's name)")),
            Param.Object("arguments", "an object (the prompt's arguments by name)") with { Inner = given => given.Select(one => Needed(Param.Text(one.Key))) },
        ],
        ["prompts/list"] = List,
        ["resources/list"] = List,
        ["resources/read"] = [.. Again, Address],
        ["resources/subscribe"] = Watch,
        ["resources/templates/list"] = List,
        ["resources/unsubscribe"] = Watch,
        ["server/discover"] = [Meta],
        ["tools/call"] = [.. Again, Needed(Param.Text("name", "a text (a tool's name)")), Param.Object("arguments", "an object (the tool's parameters by name)")],
        ["tools/list"] = List,
    };

    /// <returns>What is wrong with them, as a sentence; null when nothing is, or when the method is none of these.</returns>
    public static string? ProblemOf(string method, JsonNode? given)
    {
        if (!Methods.TryGetValue(method, out var expected))
        {
            return null;
        }

        try
        {
            return given is null or JsonObject ? Param.ProblemOf(given as JsonObject ?? [], expected) : $"params: {Shortened.Of(given.ToJsonString())} is not an object.";
        }
        catch (ArgumentException)
        {
            return "A name stands twice in the params. Send each once.";
        }
    }

    private static Param Needed(Param one) => one with { IsRequired = true };
}
