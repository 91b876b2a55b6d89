using System.Globalization;
using System.Text.Json;
using WithingsSync.Simulator.Bodies;

namespace WithingsSync.Simulator.Withings;

/// <summary><c>/measure</c> getmeas: section 4, and what confirms a group.</summary>
internal static class Measures
{
    public static void Answer(Call call, Utf8JsonWriter body)
    {
        var groups = Select(call);
        var size = call.Options.MeasuresPageSize;
        var page = groups.Skip(call.Offset).Take(size);

        body.WriteNumber("updatetime", call.Now);
        body.WriteString("timezone", call.TimeZone);
        body.WriteStartArray("measuregrps");
        foreach (var group in page)
        {
            Write(body, group, call.TimeZone);
        }

        body.WriteEndArray();

        // An answer that fits one page has neither key; in a longer one both are numbers to the end (sections 1.5, 4.2).
        if (groups.Count > size)
        {
            var next = call.Offset + size;
            body.WriteNumber("more", next < groups.Count ? 1 : 0);
            body.WriteNumber("offset", Math.Min(next, groups.Count));
        }
    }

    /// <summary><c>/v2/measure</c> confirmuser: an ambiguous group becomes the person's own (attribution 7) or goes away (section 5.4).</summary>
    public static void Confirm(Call call, Utf8JsonWriter body)
    {
        var id = call.Parameters.RequiredNumber("grpid");
        var confirmed = call.Parameters.Required("is_confirmed") is "true" or "1";
        var (world, person) = (call.World, call.History.Person.Name);
        if (call.History.Groups(call.Now).TrueForAll(g => g.Id != id))
        {
            throw RefusedException.InvalidParams("unknown grpid");
        }

        if (confirmed)
        {
            world.EditGroup(person, id, attribution: 7);
        }
        else
        {
            world.DeleteGroup(person, id);
        }
    }

    private static List<MeasureGroup> Select(Call call)
    {
        var asked = call.Parameters;
        var (start, end, lastUpdate, category) = (asked.Number("startdate"), asked.Number("enddate"), asked.Number("lastupdate"), asked.Number("category"));
        var types = Types(asked);
        var groups = new List<MeasureGroup>();
        foreach (var group in call.History.Groups(call.Now))
        {
            // Both ends belong to the window (section 4.1). SIM: dates and lastupdate together both have to hold, which is why mixing them finds nothing.
            if (group.Date < start || group.Date > end || !call.ChangedSince(lastUpdate, group.Modified) || (category is not null && group.Category != category))
            {
                continue;
            }

            if (types is null)
            {
                groups.Add(group);
            }
            else if (group.Measures.Where(m => types.Contains(m.Type)).ToList() is { Count: > 0 } wanted)
            {
                groups.Add(group with { Measures = wanted });
            }
        }

        return groups;
    }

    private static HashSet<int>? Types(Parameters asked)
    {
        if (asked.List("meastypes") is { } list)
        {
            return [.. list.Select(t => int.TryParse(t, CultureInfo.InvariantCulture, out var type) ? type : throw RefusedException.InvalidParams("meastypes must be integers"))];
        }

        return asked.Number("meastype") is { } one ? [(int)one] : null;
    }

    private static void Write(Utf8JsonWriter json, MeasureGroup group, string timeZone)
    {
        json.WriteStartObject();
        json.WriteNumber("grpid", group.Id);
        json.WriteNumber("attrib", group.Attribution);
        json.WriteNumber("date", group.Date);
        json.WriteNumber("created", group.Created);
        json.WriteNumber("modified", group.Modified);
        json.WriteNumber("category", group.Category);
        json.WriteString("deviceid", group.Device?.Id);
        json.WriteString("hash_deviceid", group.Device?.Id);
        json.WriteStartArray("measures");
        foreach (var measure in group.Measures)
        {
            json.WriteStartObject();
            json.WriteNumber("value", measure.Value);
            json.WriteNumber("type", measure.Type);
            json.WriteNumber("unit", measure.Unit);
            WriteIfKnown(json, "algo", measure.Algo);
            WriteIfKnown(json, "fm", measure.Fm);
            WriteIfKnown(json, "position", measure.Position);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        // The live key is `modelid`, not the documented `model_id` (section 1.5).
        if (group.Device is { } device)
        {
            json.WriteNumber("modelid", device.ModelId);
        }
        else
        {
            json.WriteNull("modelid");
        }

        json.WriteString("model", group.Device?.Model);
        json.WriteNull("comment");
        json.WriteString("timezone", timeZone);
        json.WriteEndObject();
    }

    private static void WriteIfKnown(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
