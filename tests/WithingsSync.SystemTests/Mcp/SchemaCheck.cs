using System.Text.Json;
using Xunit;

namespace WithingsSync.SystemTests.Mcp;

/// <summary>Holds an answer to its schema as far as clients do: what is required is there, what is there is known, and of the type that was promised.</summary>
internal static class SchemaCheck
{
    public static void AssertFits(JsonElement schema, JsonElement value) => Check(schema, schema, value, "answer");

    private static void Check(JsonElement root, JsonElement schema, JsonElement value, string path)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            Check(root, Follow(root, reference.GetString()!), value, path);
            return;
        }

        if (schema.TryGetProperty("type", out var type))
        {
            Assert.True(Types(type).Any(one => Is(value, one)), $"{path} is {value.ValueKind} and should be {type}.");
        }

        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var (index, item) in value.EnumerateArray().Index())
            {
                Check(root, items, item, $"{path}[{index}]");
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            CheckMembers(root, schema, value, path);
        }
    }

    private static void CheckMembers(JsonElement root, JsonElement schema, JsonElement value, string path)
    {
        foreach (var name in schema.TryGetProperty("required", out var required) ? required.EnumerateArray() : [])
        {
            Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{path} lacks {name}.");
        }

        var known = schema.TryGetProperty("properties", out var properties);
        if (!known && !schema.TryGetProperty("additionalProperties", out _))
        {
            // An object of any members.
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (known && properties.TryGetProperty(member.Name, out var of))
            {
                Check(root, of, member.Value, $"{path}.{member.Name}");
            }
            else if (known || schema.TryGetProperty("additionalProperties", out _))
            {
                Assert.True(schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind != JsonValueKind.False, $"{path} has {member.Name}, which the schema does not know.");
                Check(root, others, member.Value, $"{path}.{member.Name}");
            }
        }
    }

    private static JsonElement Follow(JsonElement root, string reference) =>
        reference.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1).Aggregate(root, (at, step) => at.ValueKind == JsonValueKind.Array ? at[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : at.GetProperty(step));

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static bool Is(JsonElement value, string type) => (value.ValueKind, type) switch
    {
        (JsonValueKind.Object, "object") or (JsonValueKind.Array, "array") or (JsonValueKind.String, "string") or (JsonValueKind.Null, "null") => true,
        (JsonValueKind.True or JsonValueKind.False, "boolean") or (JsonValueKind.Number, "number") => true,
        (JsonValueKind.Number, "integer") => value.TryGetInt64(out _),
        _ => false,
    };
}
