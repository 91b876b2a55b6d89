using System.Globalization;
using System.Text.Json;
using WithingsSync.Health;

namespace WithingsSync.Withings.Api;

/// <summary>
/// One object of an answer, read field by field. What is taken by name is gone; <see cref="Rest"/> is everything else, so nothing Withings adds is
/// lost. A field that is not of the expected kind is left for the rest; null is the same as absent.
/// </summary>
internal sealed class JsonRow
{
    private readonly string _what;
    private readonly List<JsonProperty> _fields;

    /// <param name="what">What the object is, for the message when it is something else.</param>
    public JsonRow(JsonElement element, string what)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new UnexpectedShapeException($"{what} is not an object");
        }

        _what = what;
        _fields = [.. element.EnumerateObject()];
    }

    public string? Text(string name) => Take(name, static (JsonElement value, out string text) =>
    {
        text = value.ValueKind switch { JsonValueKind.String => value.GetString()!, JsonValueKind.Number => value.GetRawText(), _ => "" };
        return value.ValueKind is JsonValueKind.String or JsonValueKind.Number;
    });

    public long? Int64(string name) => TakeValue<long>(name, JsonNumbers.TryInt64);

    public int? Int32(string name) => TakeValue<int>(name, static (JsonElement value, out int number) =>
    {
        var isNumber = JsonNumbers.TryInt64(value, out var whole) && whole is >= int.MinValue and <= int.MaxValue;
        number = isNumber ? (int)whole : 0;
        return isNumber;
    });

    public decimal? Number(string name) => TakeValue<decimal>(name, JsonNumbers.TryDecimal);

    public bool? Flag(string name) => TakeValue<bool>(name, Switches.TryRead);

    public DateTimeOffset? Moment(string name) => TakeValue<DateTimeOffset>(name, Moments.TryRead);

    public DateOnly? Day(string name) => TakeValue<DateOnly>(name, static (JsonElement value, out DateOnly day) =>
    {
        day = default;
        return value.ValueKind == JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    });

    /// <summary>An object within this one; PHP writes an empty one as <c>[]</c>, which is taken as none.</summary>
    public JsonRow? Object(string name)
    {
        JsonRow? row = null;
        Take<JsonRow>(name, (JsonElement value, out JsonRow inner) =>
        {
            inner = null!;
            if (value.ValueKind == JsonValueKind.Object)
            {
                inner = row = new JsonRow(value, $"{_what}'s {name}");
            }

            return row is not null || value.IsEmpty();
        });
        return row;
    }

    /// <summary>A list within this object; none is an empty one.</summary>
    public IEnumerable<JsonElement> List(string name)
    {
        JsonElement list = default;
        Take<JsonElement>(name, (JsonElement value, out JsonElement result) =>
        {
            result = list = value;
            return value.ValueKind == JsonValueKind.Array ? true : throw new UnexpectedShapeException($"{_what}'s {name} is not a list");
        });
        return list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];
    }

    /// <summary>The remaining fields that <paramref name="isCurve"/> accepts, taken.</summary>
    public IEnumerable<JsonProperty> TakeWhere(Predicate<JsonElement> isCurve)
    {
        var taken = new List<JsonProperty>();
        _fields.RemoveAll(field =>
        {
            var isTaken = isCurve(field.Value);
            if (isTaken)
            {
                taken.Add(field);
            }

            return isTaken;
        });
        return taken;
    }

    public T Required<T>(T? value, string name) where T : struct => value ?? throw new UnexpectedShapeException($"{_what} has no usable {name}");

    public string Required(string? value, string name) => value ?? throw new UnexpectedShapeException($"{_what} has no usable {name}");

    /// <summary>What nobody took, as figures; the fields of an object called "data" as if they stood in the row itself.</summary>
    public Metrics Rest(params ReadOnlySpan<(string Prefix, JsonRow? Row)> nested)
    {
        var figures = new Figures();
        if (Object("data") is { } data)
        {
            figures.AddAll("", data._fields);
        }

        figures.AddAll("", _fields, collision: "row.");
        foreach (var (prefix, row) in nested)
        {
            figures.AddAll($"{prefix}.", row?._fields ?? []);
        }

        return figures.ToMetrics();
    }

    private delegate bool Reader<T>(JsonElement value, out T result);

    private T? TakeValue<T>(string name, Reader<T> read) where T : struct
    {
        T? found = null;
        Take(name, (JsonElement value, out T result) =>
        {
            var isRead = read(value, out result);
            found = isRead ? result : null;
            return isRead;
        });
        return found;
    }

    private T? Take<T>(string name, Reader<T> read)
    {
        // The last of two fields of one name counts, as in every JSON reader.
        var index = _fields.FindLastIndex(field => field.NameEquals(name));
        if (index < 0)
        {
            return default;
        }

        T? result = default;
        var value = _fields[index].Value;
        if (value.ValueKind == JsonValueKind.Null || read(value, out result))
        {
            _fields.RemoveAll(field => field.NameEquals(name));
        }

        return result;
    }
}
