using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WithingsSync.Destinations;

/// <summary>Reads members of an object that people and other programs may have written.</summary>
public static class JsonMembers
{
    /// <summary>A text, also when it was written as a number; null when absent, null or empty.</summary>
    public static string? Text(JsonObject json, string name) => json[name] switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>() is { Length: > 0 } text ? text : null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.ToJsonString(),
        _ => null,
    };

    /// <summary>Whether it is there and true.</summary>
    public static bool IsTrue(JsonObject json, string name) => json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    /// <summary>Unix seconds; null when absent or damaged.</summary>
    public static DateTimeOffset? Moment(JsonObject json, string name) =>
        long.TryParse(Text(json, name), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 253402300799
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
