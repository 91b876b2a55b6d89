using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WithingsSync.Simulator;

namespace WithingsSync.SystemTests.McpClients;

/// <summary>One tool as it is called through a client, and what is true of the simulated person then.</summary>
/// <param name="Tool">Its name.</param>
/// <param name="Arguments">What it is called with.</param>
/// <param name="Assert">Compares the structured answer with the truth.</param>
internal sealed record ToolCheck(string Tool, Func<Truth, AskedDays, JsonObject> Arguments, Action<JsonElement, Truth, AskedDays> Assert)
{
    /// <summary>A tool that answers with lines, of which each is a moment or a day with its figures.</summary>
    /// <param name="tool">Its name.</param>
    /// <param name="key">The member that says when: a moment or a date.</param>
    /// <param name="truth">What is true of those days, oldest first, as one line of figures each: see <see cref="Line(long, object?[])"/>.</param>
    /// <param name="figures">The members to compare, in the order of the truth's.</param>
    /// <param name="days">How many of the days to ask for; all when left out.</param>
    /// <param name="with">Where lines may hold different things: the member that those in question have.</param>
    /// <param name="more">Further arguments.</param>
    public static ToolCheck Lines(
        string tool, string key, Func<Truth, AskedDays, IEnumerable<string>> truth, string[] figures, int? days = null, string? with = null, params (string Name, string Value)[] more)
    {
        AskedDays Part(AskedDays asked) => days is { } count ? asked.Newest(count) : asked;
        return new(
            tool,
            (_, asked) => new(
                [new("start_date", AskedDays.Text(Part(asked).First)), new("end_date", AskedDays.Text(asked.Last)), new("limit", 2000), .. more.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)one.Value))]),
            (answer, person, asked) =>
            {
                var expected = truth(person, Part(asked)).ToList();
                Xunit.Assert.NotEmpty(expected);
                var lines = answer.GetProperty("records").EnumerateArray().ToList();
                Xunit.Assert.Equal(expected, lines.Where(line => with is null || line.TryGetProperty(with, out _)).Select(line => Read(line, key, figures)));
                Xunit.Assert.Equal(lines.Count, answer.GetProperty("count").GetInt32());
                Xunit.Assert.True(answer.GetProperty("is_complete").GetBoolean());
                Xunit.Assert.False(answer.GetProperty("has_more").GetBoolean());
            });
    }

    /// <summary>What is true of one moment; null stands for what was not measured.</summary>
    public static string Line(long seconds, params object?[] figures) => Join(seconds.ToString(CultureInfo.InvariantCulture), figures);

    /// <summary>What is true of one day.</summary>
    public static string Line(DateOnly day, params object?[] figures) => Join(AskedDays.Text(day), figures);

    private static string Read(JsonElement line, string key, string[] figures)
    {
        var when = line.GetProperty(key).GetString()!;
        return Join(
            when.Length == 10 ? when : DateTimeOffset.Parse(when, CultureInfo.InvariantCulture).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            [.. figures.Select(name => !line.TryGetProperty(name, out var value) ? null : value.ValueKind == JsonValueKind.Number ? (object)value.GetDecimal() : value.ToString())]);
    }

    private static string Join(string when, object?[] figures) =>
        $"{when}: {string.Join(", ", figures.Select(Text))}";

    private static string Text(object? figure) => figure switch
    {
        null => "-",
        string text => text,
        _ => Convert.ToDecimal(figure, CultureInfo.InvariantCulture).ToString("0.####", CultureInfo.InvariantCulture),
    };
}
