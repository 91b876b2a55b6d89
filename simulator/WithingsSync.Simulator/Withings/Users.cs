using System.Text.Json;
using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator.Withings;

/// <summary><c>/v2/user</c> getdevice and getgoals: section 8.</summary>
internal static class Users
{
    public static void Devices(Call call, Utf8JsonWriter body)
    {
        body.WriteStartArray("devices");
        foreach (var device in OwnedDevice.Of(call.History, call.Now))
        {
            Write(body, call, device);
        }

        body.WriteEndArray();
    }

    public static void Goals(Call call, Utf8JsonWriter body)
    {
        var goals = Bodies.Goals.Of(call.History.Person);
        if (goals.AreNone)
        {
            // As recorded: an empty array instead of an object.
            body.WriteStartArray("goals");
            body.WriteEndArray();
            return;
        }

        body.WriteStartObject("goals");
        if (goals.Steps is { } steps)
        {
            body.WriteNumber("steps", steps);
        }

        if (goals.SleepSeconds is { } sleep)
        {
            body.WriteNumber("sleep", sleep);
        }

        if (goals.Weight is { } weight)
        {
            body.WriteStartObject("weight");
            body.WriteNumber("value", weight.Value);
            body.WriteNumber("unit", weight.Unit);
            body.WriteEndObject();
        }

        body.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Call call, OwnedDevice owned)
    {
        var device = owned.Device;
        json.WriteStartObject();
        json.WriteString("type", device.Type);
        json.WriteString("model", device.Model);
        json.WriteNumber("model_id", device.ModelId);
        json.WriteString("battery", device.Battery);
        json.WriteString("deviceid", device.Id);
        json.WriteString("hash_deviceid", device.Id);
        json.WriteString("timezone", call.TimeZone);
        WriteDate(json, "first_session_date", owned.FirstUsed);
        WriteDate(json, "last_session_date", owned.LastUsed);
        json.WriteEndObject();
    }

    private static void WriteDate(Utf8JsonWriter json, string name, long? date)
    {
        if (date is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
