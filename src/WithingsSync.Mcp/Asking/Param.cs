using System.Text.Json;
using System.Text.Json.Nodes;

namespace WithingsSync.Mcp.Asking;

/// <summary>A member of a request's params: what it must be, so that the protocol's library can read it.</summary>
/// <param name="Name">As the protocol writes it.</param>
/// <param name="Is">What it is, as a complaint says it: "a text".</param>
internal sealed record Param(string Name, string Is, Func<JsonNode, bool> Fits)
{
    public bool IsRequired { get; init; }

    /// <summary>What an object's own members must be.</summary>
    public Func<JsonObject, IEnumerable<Param>> Inner { get; init; } = _ => [];

    public static Param Text(string name, string what = "a text") => new(name, what, node => node.GetValueKind() == JsonValueKind.String);

    public static Param Object(string name, string what = "an object") => new(name, what, node => node is JsonObject);

    /// <summary>The first thing wrong with what was given.</summary>
    /// <param name="path">What leads to it, with its dot.</param>
    /// <returns>A sentence; null when nothing is wrong.</returns>
    /// <exception cref="ArgumentException">A name stands twice.</exception>
    public static string? ProblemOf(JsonObject given, IEnumerable<Param> expected, string path = "") => expected.Select(one => one.ProblemIn(given, path)).FirstOrDefault(problem => problem is not null);

    private string? ProblemIn(JsonObject given, string path)
    {
        var name = path + Shortened.Of(Name);
        return given[Name] is not { } value ? IsRequired ? $"{name} is missing. Send {Is}." : null
            : !Fits(value) ? $"{name}: {Shortened.Of(value.ToJsonString())} is not {Is}."
            : value is JsonObject inner ? ProblemOf(inner, Inner(inner), name + ".")
            : null;
    }
}
