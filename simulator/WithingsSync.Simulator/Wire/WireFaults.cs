using System.Text;
using System.Text.Json.Nodes;
using WithingsSync.Simulator.Faults;
using WithingsSync.Simulator.Garmin;

namespace WithingsSync.Simulator.Wire;

/// <summary>What faults make of the answers of Garmin and TrainerRoad.</summary>
internal static class WireFaults
{
    /// <summary>An answer given although nothing was done; <see langword="null"/> when the call goes on to its handler.</summary>
    public static WireAnswer? Instead(Fault fault) => fault.Kind switch
    {
        FaultKind.Html => After(fault, Page(fault.HttpStatus, $"{fault.HttpStatus}", "gateway")),
        FaultKind.Garbage => new(200, [0xFF, 0xFE, 0x00, 0x7B, 0x22, 0x07, 0x5D, 0x5D, 0x3F], "application/json"),
        FaultKind.RateLimited => After(fault, TooManyRequests()),
        FaultKind.RateLimitedInside => TooManyRequestsInside(),
        FaultKind.Challenge => Challenge(),
        FaultKind.Blocked => WireAnswer.Text(403, "error code: 1020"),
        FaultKind.Captcha => LoginFrame.Captcha(),
        FaultKind.Unauthorized => Refusals.TokenNotActive(),
        _ => null,
    };

    /// <summary>Changes a good answer.</summary>
    public static WireAnswer Spoil(WireAnswer answer, Fault fault) => fault.Kind switch
    {
        FaultKind.Truncated => answer with { Body = answer.Body[..(answer.Body.Length * 2 / 3)] },
        FaultKind.EmptyBody => answer with { Body = [] },
        FaultKind.NoContent => WireAnswer.Empty(204),
        FaultKind.DoneButFailed => Page(fault.HttpStatus, $"{fault.HttpStatus}", "gateway"),
        FaultKind.WrongTypes => Json(answer, node => WrongTypes(node)),
        FaultKind.Unknowns => Json(answer, Unknowns),
        _ => answer,
    };

    public static WireAnswer TooManyRequests() => Page(429, "Access denied | sso.garmin.com used Cloudflare to restrict access", "You are being rate limited");

    public static WireAnswer TooManyRequestsInside() =>
        WireAnswer.Json(200, new JsonObject { ["error"] = new JsonObject { ["status-code"] = "429", ["request-id"] = "0" } });

    public static WireAnswer Challenge() =>
        WireAnswer.Html(403, "<!DOCTYPE html><html lang=\"en-US\"><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to continue</noscript></body></html>").With("cf-mitigated", "challenge");

    public static WireAnswer Page(int status, string title, string text) =>
        WireAnswer.Html(status, $"<html><head><title>{title}</title></head><body><h1>{text}</h1></body></html>");

    private static WireAnswer After(Fault fault, WireAnswer answer) => fault.RetryAfter is { } wait ? answer.With("Retry-After", $"{(int)wait.TotalSeconds}") : answer;

    private static WireAnswer Json(WireAnswer answer, Action<JsonNode> change)
    {
        if (answer.ContentType?.Contains("json", StringComparison.Ordinal) != true || answer.Body.Length == 0)
        {
            return answer;
        }

        var node = JsonNode.Parse(answer.Body)!;
        change(node);
        return answer with { Body = Encoding.UTF8.GetBytes(node.ToJsonString()) };
    }

    private static void Unknowns(JsonNode? node)
    {
        foreach (var child in Children(node).ToList())
        {
            Unknowns(child);
        }

        if (node is JsonObject json)
        {
            json["novelty"] = new JsonArray(1, "two", null, new JsonObject());
        }
    }

    private static void WrongTypes(JsonNode? node)
    {
        foreach (var child in Children(node).ToList())
        {
            WrongTypes(child);
        }

        if (node is JsonObject json)
        {
            foreach (var name in json.Where(p => p.Value?.GetValueKind() == System.Text.Json.JsonValueKind.Number).Select(p => p.Key).ToList())
            {
                json[name] = "n/a";
            }
        }
    }

    private static IEnumerable<JsonNode?> Children(JsonNode? node) => node switch
    {
        JsonObject json => json.Select(p => p.Value),
        JsonArray list => list,
        _ => [],
    };
}
