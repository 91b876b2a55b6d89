using System.Text.Json;
using WithingsSync.Health;

namespace WithingsSync.Mcp.Answers;

/// <summary>Takes the known figures out of a record's metrics; what nobody took is left over and lost to nobody.</summary>
internal sealed class MetricReader(Metrics metrics)
{
    private readonly bool[] _taken = new bool[metrics.Count];

    public decimal? Number(string name)
    {
        var at = Find(name);
        if (at < 0 || metrics[at].Number is not { } number)
        {
            return null;
        }

        _taken[at] = true;
        return number;
    }

    /// <summary>A number for which 0 means that nothing was measured.</summary>
    public decimal? Positive(string name) => Number(name) is { } number and > 0 ? number : null;

    /// <summary>A number for which −1 means that it is not available.</summary>
    public decimal? NotNegative(string name) => Number(name) is { } number and >= 0 ? number : null;

    public string? Text(string name)
    {
        var at = Find(name);
        if (at < 0 || metrics[at].Text is not { } text)
        {
            return null;
        }

        _taken[at] = true;
        return text;
    }

    /// <summary>A text that is looked at before it is taken.</summary>
    public string? Peek(string name) => metrics.Text(name);

    /// <summary>The figures that were not taken, under their source's names; null when there is none.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Others()
    {
        Dictionary<string, JsonElement>? others = null;
        for (var i = 0; i < metrics.Count; i++)
        {
            var figure = metrics[i];
            if (!_taken[i] && !_taken[Find(figure.Name)])
            {
                (others ??= new(StringComparer.Ordinal))[figure.Name] = figure.Number is { } number
                    ? JsonSerializer.SerializeToElement(number, AnswerTypes.Default.Decimal)
                    : JsonSerializer.SerializeToElement(figure.Text ?? "", AnswerTypes.Default.String);
            }
        }

        return others;
    }

    /// <summary>The first figure of that name, which is the one that counts; −1 when there is none.</summary>
    private int Find(string name)
    {
        for (var i = 0; i < metrics.Count; i++)
        {
            if (metrics[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Only numbers that name nothing: what a text of an unknown figure holds is not known.</summary>
    public static IReadOnlyDictionary<string, JsonElement>? WithoutIdentifiers(IReadOnlyDictionary<string, JsonElement>? others)
    {
        var harmless = others?.Where(one => one.Value.ValueKind == JsonValueKind.Number && !one.Key.EndsWith("id", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);
        return harmless is { Count: > 0 } ? harmless : null;
    }
}
