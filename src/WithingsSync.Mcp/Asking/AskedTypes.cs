using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Mcp.Asking;

/// <summary>Measure types as a client writes them: a list of numbers and names, or one text with commas.</summary>
[JsonConverter(typeof(AskedTypesConverter))]
public readonly record struct AskedTypes(IReadOnlyList<string> Words)
{
    /// <summary>The numbers that are meant; null when the client named none, which means all.</summary>
    /// <exception cref="ToolException">There is no type of that name.</exception>
    public IReadOnlySet<int>? Numbers() => Words is not { Count: > 0 } ? null : Words.Select(Number).ToHashSet();

    private static int Number(string word)
    {
        if (int.TryParse(word.StartsWith("type_", StringComparison.Ordinal) ? word[5..] : word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        return MeasureCatalogue.All.FirstOrDefault(meaning => meaning.Name == word)?.Type ?? throw new ToolException(
            ToolErrors.BadArgument, $"types: there is no measure type '{Shortened.Of(word)}'.",
            $"Write numbers or names: {string.Join(", ", MeasureCatalogue.All.Select(meaning => meaning.Name))}.");
    }
}

internal sealed class AskedTypesConverter : JsonConverter<AskedTypes>
{
    public override AskedTypes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var asked = JsonDocument.ParseValue(ref reader);
        var root = asked.RootElement;
        return new([.. (root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().SelectMany(Words) : Words(root))]);
    }

    public override void Write(Utf8JsonWriter writer, AskedTypes value, JsonSerializerOptions options) => writer.WriteStringValue(string.Join(',', value.Words ?? []));

    /// <summary>What is neither text nor number stays as it was written, and no type has such a name.</summary>
    private static string[] Words(JsonElement word) =>
        (word.ValueKind == JsonValueKind.String ? word.GetString()! : word.GetRawText()).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
