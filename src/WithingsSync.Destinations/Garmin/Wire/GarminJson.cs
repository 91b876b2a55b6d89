using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WithingsSync.Destinations.Garmin.Wire;

/// <summary>Reads Garmin's JSON without trusting it: what is missing, null or of another sort is absent, and what is unknown does no harm.</summary>
internal static class GarminJson
{
    /// <summary>Null when the text is no JSON object.</summary>
    public static JsonObject? Object(string text)
    {
        try
        {
            var json = JsonNode.Parse(text) as JsonObject;

            // Merely counting them makes a name that stands twice known.
            return json?.Count >= 0 ? json : null;
        }
        catch (Exception damaged) when (damaged is JsonException or ArgumentException)
        {
            return null;
        }
    }

    public static JsonObject? Object(JsonObject? json, string name) => json?[name] as JsonObject;

    public static IEnumerable<JsonObject> Objects(JsonObject? json, string name) => json?[name] is JsonArray list ? list.OfType<JsonObject>() : [];

    /// <summary>A text, also when it was written as a number; null when absent or empty.</summary>
    public static string? Text(JsonObject? json, string name) => json?[name] switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>() is { Length: > 0 } text ? text : null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.ToJsonString(),
        _ => null,
    };

    /// <summary>A number, also when it was written as a text.</summary>
    public static decimal? Number(JsonObject? json, string name) =>
        decimal.TryParse(Text(json, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A moment, as milliseconds or as a text with no zone and any number of fraction digits, which is UTC.</summary>
    public static DateTimeOffset? Moment(JsonObject? json, string name)
    {
        if (Text(json, name) is not { } text)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds))
        {
            return milliseconds is > -62135596800000 and < 253402300799000 ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds) : null;
        }

        return DateTimeOffset.TryParse(text.Replace(" GMT", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;
    }
}
