using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using WithingsSync.Simulator.Faults;

namespace WithingsSync.Simulator.Wire;

/// <summary>An HTTP request, read completely.</summary>
internal sealed class WireCall
{
    private readonly HttpRequest _request;

    private WireCall(HttpRequest request, byte[] body, IFormCollection? form, JsonObject? json)
    {
        _request = request;
        Body = body;
        Form = form;
        Json = json;
    }

    public string Method => _request.Method;

    public string Path => _request.Path.Value!;

    /// <summary>Scheme and host as the client called them, without a slash at the end.</summary>
    public string Origin => $"{_request.Scheme}://{_request.Host}";

    public string QueryText => _request.QueryString.Value ?? "";

    public byte[] Body { get; }

    /// <summary>The form in the body; <see langword="null"/> when there is none.</summary>
    public IFormCollection? Form { get; }

    /// <summary>The JSON object in the body; <see langword="null"/> when the content type or the text is another.</summary>
    public JsonObject? Json { get; }

    /// <summary>A fault for the handler to see to, if one has struck.</summary>
    public Fault? Fault { get; set; }

    public string? Bearer => Header("Authorization") is { } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null;

    public string? Query(string name) => _request.Query.TryGetValue(name, out var value) && value.Count == 1 ? value.ToString() : null;

    public string? Header(string name) => _request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    public string? Cookie(string name) => _request.Cookies[name];

    public string Route(string name) => (string?)_request.RouteValues[name] ?? "";

    public string? Field(string name) => Form is { } form && form.TryGetValue(name, out var value) && value.Count == 1 ? value.ToString() : null;

    /// <summary>A text in the JSON body.</summary>
    public string? Text(string name) => Json?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public bool Has(FaultKind kind) => Fault?.Kind == kind;

    /// <summary>Whether the <c>Referer</c> is an address with this path.</summary>
    public bool ComesFrom(string path) =>
        Uri.TryCreate(Header("Referer"), UriKind.Absolute, out var referer) && referer.AbsolutePath.EndsWith(path, StringComparison.Ordinal);

    /// <summary>What the log shows, secrets included: query, form fields and the plain values of a JSON object.</summary>
    public IEnumerable<KeyValuePair<string, string>> Parameters()
    {
        var query = _request.Query.Select(q => KeyValuePair.Create(q.Key, q.Value.ToString()));
        var form = (Form ?? FormCollection.Empty).Select(f => KeyValuePair.Create(f.Key, f.Value.ToString()));
        var json = (Json ?? []).Where(j => j.Value is JsonValue).Select(j => KeyValuePair.Create(j.Key, j.Value!.ToString()));
        return query.Concat(form).Concat(json);
    }

    public static async Task<WireCall> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        var bytes = body.ToArray();
        body.Position = 0;
        request.Body = body;
        return new(request, bytes, await FormAsync(context), JsonOf(request, bytes));
    }

    private static async Task<IFormCollection?> FormAsync(HttpContext context)
    {
        try
        {
            return context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            return null;
        }
    }

    private static JsonObject? JsonOf(HttpRequest request, byte[] bytes)
    {
        try
        {
            return request.HasJsonContentType() ? JsonNode.Parse(bytes) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
