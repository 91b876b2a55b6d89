using System.Text.Json.Nodes;
using Xunit;

namespace WithingsSync.Tests.Withings;

/// <summary>Answers recorded from the live service, in a folder the environment names; they are not part of this repository.</summary>
internal static class RecordedAnswers
{
    private const string Variable = "WITHINGS_FIXTURES";

    /// <summary>One recorded answer, as the whole envelope the service would send.</summary>
    public static JsonObject Envelope(string name)
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"{Variable} names no folder with recorded answers.");
        var recorded = JsonNode.Parse(File.ReadAllText(Path.Combine(folder!, name)))!;

        // Lists of groups were recorded without what surrounded them.
        return recorded is JsonArray groups ? new JsonObject { ["status"] = 0, ["body"] = new JsonObject { ["measuregrps"] = groups } } : recorded.AsObject();
    }

    /// <summary>A copy without what means nothing: null fields, and objects and lists that hold nothing.</summary>
    public static JsonNode? Essence(JsonNode? node) => node switch
    {
        JsonObject fields => fields.Select(field => (field.Key, Value: Essence(field.Value))).Where(field => field.Value is not null).ToList() is { Count: > 0 } kept
            ? new JsonObject(kept.Select(field => KeyValuePair.Create(field.Key, field.Value)))
            : null,
        JsonArray items => items.Count == 0 ? null : new JsonArray([.. items.Select(Essence)]),
        _ => node?.DeepClone(),
    };

    public static void AssertSame(JsonNode? recorded, JsonNode? rebuilt) =>
        Assert.True(JsonNode.DeepEquals(Essence(recorded), Essence(rebuilt)), $"recorded {Essence(recorded)?.ToJsonString()}\nrebuilt  {Essence(rebuilt)?.ToJsonString()}");
}
