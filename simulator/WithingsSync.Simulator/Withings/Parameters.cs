using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WithingsSync.Simulator.Withings;

/// <summary>The arguments of a call, wherever the client put them: form (documented), query or a JSON object (seen to work, section 1.3).</summary>
internal sealed class Parameters(IReadOnlyDictionary<string, string> values)
{
    public string? this[string name] => values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public IEnumerable<KeyValuePair<string, string>> All => values;

    public Parameters With(string name, string value) =>
        new(new SortedDictionary<string, string>(values.ToDictionary(), StringComparer.Ordinal) { [name] = value });

    public static async Task<Parameters> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Query)
        {
            values[name] = value.ToString();
        }

        if (request.HasFormContentType)
        {
            foreach (var (name, value) in await request.ReadFormAsync(cancellationToken))
            {
                values[name] = value.ToString();
            }
        }
        else if (request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true)
        {
            await AddJsonAsync(values, request, cancellationToken);
        }

        return new(values);
    }

    /// <summary>A whole number; <see langword="null"/> when absent.</summary>
    /// <exception cref="RefusedException">It is there but is no whole number.</exception>
    public long? Number(string name) =>
        this[name] is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw RefusedException.InvalidParams($"{name} must be an integer");

    public long RequiredNumber(string name) => Number(name) ?? throw RefusedException.MissingParams();

    public string Required(string name) => this[name] ?? throw RefusedException.MissingParams();

    /// <summary>A <c>*ymd</c> date, with dashes only (section 1.3).</summary>
    public DateOnly? Day(string name) =>
        this[name] is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw RefusedException.InvalidParams($"{name} must be YYYY-MM-DD");

    /// <summary>A comma-separated list; <see langword="null"/> when absent.</summary>
    public HashSet<string>? List(string name) =>
        this[name]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    private static async Task AddJsonAsync(SortedDictionary<string, string> values, HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
            foreach (var property in json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.EnumerateObject() : default)
            {
                values[property.Name] = property.Value.ValueKind == JsonValueKind.Array
                    ? string.Join(',', property.Value.EnumerateArray().Select(e => e.ToString()))
                    : property.Value.ToString();
            }
        }
        catch (JsonException)
        {
            throw RefusedException.InvalidParams("body is not JSON");
        }
    }
}
