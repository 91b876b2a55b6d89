using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using WithingsSync.Destinations;
using WithingsSync.Destinations.TrainerRoad;

namespace WithingsSync.Cli.Sessions;

/// <summary>The notes on TrainerRoad as JSON; what is missing or damaged was never noted.</summary>
internal static class TrainerRoadNotesText
{
    private const string NotBefore = "not_before";
    private const string Throttled = "was_throttled";
    private const string Refused = "refused_credentials";

    public static TrainerRoadNotes Read(JsonObject? json) => json is null ? TrainerRoadNotes.None : new()
    {
        NotBefore = JsonMembers.Moment(json, NotBefore),
        WasThrottled = json[Throttled] is JsonValue value && value.TryGetValue(out bool throttled) && throttled,
        RefusedLogin = JsonObjectFile.Text(json, Refused),
    };

    public static ReadOnlyMemory<byte> Write(TrainerRoadNotes notes)
    {
        var content = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(content, new() { Indented = true, IndentSize = 4, NewLine = "\n" });
        json.WriteStartObject();
        if (notes.NotBefore is { } moment)
        {
            json.WriteNumber(NotBefore, moment.ToUnixTimeSeconds());
            json.WriteBoolean(Throttled, notes.WasThrottled);
        }

        if (notes.RefusedLogin is { } refused)
        {
            json.WriteString(Refused, refused);
        }

        json.WriteEndObject();
        json.Flush();
        return content.WrittenMemory;
    }
}
