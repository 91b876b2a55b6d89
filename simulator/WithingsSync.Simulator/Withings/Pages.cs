using System.Text.Json;

namespace WithingsSync.Simulator.Withings;

/// <summary>Lists with a boolean <c>more</c> (section 1.5): everything but getmeas.</summary>
internal static class Pages
{
    public static void Write<T>(Call call, Utf8JsonWriter body, string name, List<T> rows, int size, Action<T> write)
    {
        body.WriteStartArray(name);
        foreach (var row in rows.Skip(call.Offset).Take(size))
        {
            write(row);
        }

        body.WriteEndArray();
        var next = call.Offset + size;
        body.WriteBoolean("more", next < rows.Count);

        // The last of several pages still carries an offset, as was recorded (section 5.1): only `more` says whether to go on.
        body.WriteNumber("offset", next < rows.Count ? next : Math.Min(call.Offset, rows.Count));
    }
}
