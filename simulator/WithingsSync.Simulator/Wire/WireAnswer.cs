using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WithingsSync.Simulator.Wire;

/// <summary>An HTTP answer that has not been sent yet.</summary>
internal sealed record WireAnswer(int Status, byte[] Body, string? ContentType)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static WireAnswer Json(int status, JsonNode body) => new(status, Encoding.UTF8.GetBytes(body.ToJsonString(Plain)), "application/json;charset=UTF-8");

    public static WireAnswer Html(int status, string page) => new(status, Encoding.UTF8.GetBytes(page), "text/html;charset=utf-8");

    public static WireAnswer Text(int status, string text) => new(status, Encoding.UTF8.GetBytes(text), "text/plain; charset=UTF-8");

    public static WireAnswer Empty(int status) => new(status, [], null);

    public static WireAnswer Redirect(string location) => Empty(302).With("Location", location);

    public WireAnswer With(string name, string value) => this with { Headers = [.. Headers, (name, value)] };

    public WireAnswer WithCookie(string name, string value, int? seconds = null) =>
        With("Set-Cookie", $"{name}={value}; Path=/; HttpOnly" + (seconds is { } age ? $"; Max-Age={age}" : ""));
}
