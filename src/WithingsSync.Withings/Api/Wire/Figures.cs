using System.Text.Json;
using WithingsSync.Health;

namespace WithingsSync.Withings.Api;

/// <summary>Gathers fields as figures: numbers exactly, everything else as text, structures as their JSON; null is no figure.</summary>
internal sealed class Figures
{
    private readonly List<Metric> _figures = [];

    public void AddAll(string prefix, IEnumerable<JsonProperty> fields, string? collision = null)
    {
        foreach (var field in fields)
        {
            Add(prefix + field.Name, field.Value, collision);
        }
    }

    public Metrics ToMetrics() => _figures.Count == 0 ? Metrics.None : new Metrics(_figures);

    private void Add(string name, JsonElement value, string? collision)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        var at = _figures.FindIndex(figure => figure.Name == name);
        if (at >= 0 && collision is not null)
        {
            name = collision + name;
            at = _figures.FindIndex(figure => figure.Name == name);
        }

        var figure = Of(name, value);
        if (at >= 0)
        {
            _figures[at] = figure;
        }
        else
        {
            _figures.Add(figure);
        }
    }

    private static Metric Of(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when JsonNumbers.TryDecimal(value, out var number) => new(name, number, null),
        JsonValueKind.String => new(name, null, value.GetString()),
        _ => new(name, null, value.GetRawText()),
    };
}
