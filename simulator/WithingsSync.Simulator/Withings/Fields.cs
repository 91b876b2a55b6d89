using System.Text.Json;

namespace WithingsSync.Simulator.Withings;

/// <summary>Writes those of a row's properties that <c>data_fields</c> asked for.</summary>
internal readonly struct Fields(Utf8JsonWriter json, IReadOnlySet<string> wanted)
{
    public void Number(string name, long? value)
    {
        if (value is { } number && wanted.Contains(name))
        {
            json.WriteNumber(name, number);
        }
    }

    public void Number(string name, double? value)
    {
        if (value is { } number && wanted.Contains(name))
        {
            json.WriteNumber(name, number);
        }
    }

    public void Text(string name, string value)
    {
        if (wanted.Contains(name))
        {
            json.WriteString(name, value);
        }
    }

    public void Null(string name)
    {
        if (wanted.Contains(name))
        {
            json.WriteNull(name);
        }
    }

    public void Zones(IReadOnlyList<int> seconds)
    {
        for (var zone = 0; zone < seconds.Count; zone++)
        {
            Number($"hr_zone_{zone}", seconds[zone]);
        }
    }
}
