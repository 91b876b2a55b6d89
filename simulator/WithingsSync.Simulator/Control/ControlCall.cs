using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.Control;

/// <summary>A control call: the names in its address and the JSON object in its body.</summary>
internal sealed class ControlCall
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly HttpContext _context;
    private readonly JsonElement _body;

    private ControlCall(HttpContext context, JsonElement body)
    {
        _context = context;
        _body = body;
    }

    public string Person => (string)_context.Request.RouteValues["person"]!;

    public long Id => long.Parse((string)_context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture);

    /// <summary>ISO 8601, or Unix seconds.</summary>
    public DateTimeOffset? Date => Moment("date");

    public IReadOnlyList<Measure>? Measures => Optional("measures")?.Deserialize<List<Measure>>(Json);

    public IReadOnlyList<Measure> RequiredMeasures => Measures ?? throw new JsonException("measures is missing.");

    public static async Task<ControlCall> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        var body = JsonElement.Parse(text.Length == 0 ? "{}" : text);
        return body.ValueKind == JsonValueKind.Object ? new(context, body) : throw new JsonException("The body must be a JSON object.");
    }

    /// <summary>ISO 8601, or Unix seconds.</summary>
    public DateTimeOffset? Moment(string name) => Optional(name) is not { } date ? null
        : date.ValueKind == JsonValueKind.Number ? DateTimeOffset.FromUnixTimeSeconds(date.GetInt64())
        : date.GetDateTimeOffset();

    public DateTimeOffset RequiredMoment(string name) => Moment(name) ?? throw new JsonException($"{name} is missing.");

    public T As<T>() => _body.Deserialize<T>(Json) ?? throw new JsonException("The body is empty.");

    public JsonElement Required(string name) => Optional(name) ?? throw new JsonException($"{name} is missing.");

    /// <summary>The properties of an object of texts and numbers; none when it is absent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Texts(string name) =>
        Optional(name) is { } texts ? [.. texts.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.ToString()))] : [];

    public string? Text(string name) => Optional(name)?.GetString();

    public int? Int(string name) => Optional(name)?.GetInt32();

    public bool? Flag(string name) => Optional(name)?.GetBoolean();

    public decimal? Decimal(string name) => Optional(name)?.GetDecimal();

    private JsonElement? Optional(string name) => _body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
