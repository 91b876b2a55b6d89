using System.Text.Json.Nodes;

namespace WithingsSync.Simulator.Faults;

/// <summary>What a fault makes of a good answer.</summary>
internal static class Spoiling
{
    /// <summary>Added to an offset by <see cref="FaultKind.EmptyPage"/>, and taken off again when the client follows it.</summary>
    public const long EmptyPageOffset = 1_000_000_000;

    private static readonly string[] Lists = ["measuregrps", "activities", "series", "devices", "profiles"];

    public static byte[] Spoil(byte[] answer, FaultKind kind, long offset)
    {
        switch (kind)
        {
            case FaultKind.Truncated:
                return answer[..(answer.Length * 2 / 3)];
            case FaultKind.NoBody:
                return """{"status":0}"""u8.ToArray();
            case FaultKind.WrongTypes or FaultKind.StuckOffset or FaultKind.EmptyPage or FaultKind.NoRows or FaultKind.Unknowns:
                var envelope = JsonNode.Parse(answer)!.AsObject();
                if (envelope["body"] is JsonObject body)
                {
                    Change(body, kind, offset);
                }

                return System.Text.Encoding.UTF8.GetBytes(envelope.ToJsonString());
            default:
                return answer;
        }
    }

    /// <summary>Offsets go on growing after an empty page, as they do everywhere: a client may give up on one that falls back.</summary>
    public static byte[] KeepBeyondEmptyPage(byte[] answer)
    {
        var envelope = JsonNode.Parse(answer)!.AsObject();
        if (envelope["body"] is JsonObject body && body["offset"] is JsonValue offset)
        {
            body["offset"] = offset.GetValue<long>() + EmptyPageOffset;
        }

        return System.Text.Encoding.UTF8.GetBytes(envelope.ToJsonString());
    }

    private static void Change(JsonObject body, FaultKind kind, long offset)
    {
        switch (kind)
        {
            case FaultKind.StuckOffset:
                SetMore(body, offset);
                break;
            case FaultKind.EmptyPage:
                foreach (var name in Lists.Where(body.ContainsKey))
                {
                    body[name] = new JsonArray();
                }

                SetMore(body, offset + EmptyPageOffset);
                break;
            case FaultKind.NoRows:
                // A day's samples are an object when there are any, and a list when not (section 5.2).
                foreach (var name in body.Where(one => one.Value is JsonArray || one.Key == "series").Select(one => one.Key).ToList())
                {
                    body[name] = new JsonArray();
                }

                break;
            case FaultKind.WrongTypes:
                WrongTypes(body, Rows(body).FirstOrDefault());
                break;
            default:
                Unknowns(body);
                break;
        }
    }

    private static void SetMore(JsonObject body, long offset)
    {
        body["more"] = body.ContainsKey("measuregrps") ? 1 : true;
        body["offset"] = offset;
    }

    private static IEnumerable<JsonObject> Rows(JsonObject body) =>
        Lists.Select(name => body[name]).OfType<JsonArray>().SelectMany(list => list.OfType<JsonObject>());

    private static void WrongTypes(JsonObject body, JsonObject? row)
    {
        var target = row ?? body;
        foreach (var name in target.Where(p => p.Value is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.Number).Select(p => p.Key).ToList())
        {
            target[name] = "n/a";
        }

        if (target["measures"]?[0] is JsonObject measure)
        {
            measure["value"] = "n/a";
        }
    }

    private static void Unknowns(JsonObject body)
    {
        body["novelty"] = new JsonObject { ["since"] = 2027 };
        foreach (var row in Rows(body))
        {
            row["novelty"] = new JsonArray(1, "two", null);
            (row["data"] as JsonObject)?.Add("novelty", 1.5);
            if (row["measures"] is JsonArray measures)
            {
                row["attrib"] = 10010;
                measures.Add(new JsonObject { ["value"] = 4242, ["type"] = 9999, ["unit"] = -2, ["novelty"] = "?" });
            }
        }
    }
}
