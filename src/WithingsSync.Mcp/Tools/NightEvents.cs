using System.Text.Json;
using WithingsSync.Mcp.Answers;

namespace WithingsSync.Mcp.Tools;

/// <summary>Reads <c>night_events</c>: an object in a text, seconds since the night's start by the event's number, unsorted (withings-api.md §6.2).</summary>
internal static class NightEvents
{
    private const string Field = "night_events";

    /// <summary>Null when there are none; what is not of that form is left among the other figures.</summary>
    public static IReadOnlyList<NightEventAnswer>? Of(MetricReader figures, DateTimeOffset start, TimeZoneInfo zone)
    {
        if (figures.Peek(Field) is not { } text || Parse(text) is not { } events)
        {
            return null;
        }

        figures.Text(Field);
        return [.. events.OrderBy(one => one.Seconds).Select(one => new NightEventAnswer(NameOf(one.Code), TimeZoneInfo.ConvertTime(start.AddSeconds(one.Seconds), zone)))];
    }

    private static List<(string Code, long Seconds)>? Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var events = new List<(string, long)>();
            foreach (var code in json.RootElement.EnumerateObject())
            {
                foreach (var seconds in code.Value.EnumerateArray())
                {
                    events.Add((code.Name, Math.Clamp(seconds.GetInt64(), -604_800, 604_800)));
                }
            }

            return events;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string NameOf(string code) => code switch
    {
        "1" => "got_in_bed",
        "2" => "fell_asleep",
        "3" => "woke_up",
        "4" => "got_out_of_bed",
        "5" => "manual_sleep_began",
        "6" => "manual_wake_began",
        _ => $"event_{code}",
    };
}
