using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol.Protocol;
using WithingsSync.Mcp.Asking;

namespace WithingsSync.Mcp.Answers;

/// <summary>An answer as the protocol carries it: structured, and the same JSON as text for clients that know no structure.</summary>
internal static class Reply
{
    public static CallToolResult Of<T>(T answer, IEnumerable<AnswerLink>? links = null)
    {
        var json = AnswerJson.Of(answer, (JsonTypeInfo<T>)ToolJson.Options.GetTypeInfo(typeof(T)));
        return AnswerCarrier.Load(json, (links ?? []).Select(link => new ResourceLinkBlock { Uri = link.Address, Name = link.Name, Description = link.Description, MimeType = link.MimeType }));
    }

    public static CallToolResult Of(ToolException error)
    {
        var answer = new ErrorAnswer(error.Code, error.Message, error.NextStep, Seconds(error.RetryAfter));
        return new() { IsError = true, Content = [new TextContentBlock { Text = JsonSerializer.Serialize(answer, AnswerTypes.Default.ErrorAnswer) }] };
    }

    /// <summary>How long to wait, rounded up.</summary>
    public static int? Seconds(TimeSpan? wait) => wait is { } time ? (int)Math.Ceiling(time.TotalSeconds) : null;
}
