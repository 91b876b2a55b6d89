using System.Text.Json;
using WithingsSync.Simulator.Bodies;
using WithingsSync.Simulator.World;

namespace WithingsSync.Simulator.Withings;

/// <summary><c>/v2/user</c> getdevice and getgoals: section 8.</summary>
internal static class Users
{
    public static void Devices(Call call, Utf8JsonWriter body)
    {
        var devices = call.History.Person.Devices;
        var lastUsed = call.History.Groups(call.Now).Where(g => g.Device is not null).GroupBy(g => g.Device!.Id).ToDictionary(g => g.Key, g => g.Max(x => x.Date));
        lastUsed[devices.Watch.Id] = History.Delivered(call.Now);
        foreach (var night in call.History.Nights(call.Now).Where(n => n.Device == devices.Mat))
        {
            lastUsed[devices.Mat.Id] = Math.Max(lastUsed.GetValueOrDefault(devices.Mat.Id), night.End);
        }

        var first = call.History.Person.Day(call.History.FirstDay).Start;
        body.WriteStartArray("devices");
        foreach (var device in devices.All)
        {
            Write(body, call, device, device == devices.Mat ? null : first, lastUsed.TryGetValue(device.Id, out var last) ? last : null);
        }

        // The mat is listed a second time under its product's number and without a name (section 8.1).
        Write(body, call, devices.Mat with { ModelId = 13, Model = "" }, null, lastUsed.TryGetValue(devices.Mat.Id, out var end) ? end : null);
        body.WriteEndArray();
    }

    /// <summary>Each person has other goals, as recorded: all, none (an empty array), weight only, steps and sleep only.</summary>
    public static void Goals(Call call, Utf8JsonWriter body)
    {
        var person = call.History.Person;
        var kind = person.Index % 4;
        if (kind == 1)
        {
            body.WriteStartArray("goals");
            body.WriteEndArray();
            return;
        }

        body.WriteStartObject("goals");
        if (kind != 2)
        {
            body.WriteNumber("steps", 10_000);
            body.WriteNumber("sleep", 28_800);
        }

        if (kind != 3)
        {
            body.WriteStartObject("weight");
            body.WriteNumber("value", (long)Math.Round(person.Kilograms - 4) * 1_000);
            body.WriteNumber("unit", -3);
            body.WriteEndObject();
        }

        body.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Call call, Device device, long? first, long? last)
    {
        json.WriteStartObject();
        json.WriteString("type", device.Type);
        json.WriteString("model", device.Model);
        json.WriteNumber("model_id", device.ModelId);
        json.WriteString("battery", device.Battery);
        json.WriteString("deviceid", device.Id);
        json.WriteString("hash_deviceid", device.Id);
        json.WriteString("timezone", call.TimeZone);
        WriteDate(json, "first_session_date", first);
        WriteDate(json, "last_session_date", last);
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
