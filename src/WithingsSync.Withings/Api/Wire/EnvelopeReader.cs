using System.Text.Json;

namespace WithingsSync.Withings.Api;

/// <summary>Unwraps an answer in one pass over its bytes.</summary>
internal static class EnvelopeReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="noDataIsEmpty">Status 100 means an empty body (a data call) and not a failure (a token call).</param>
    /// <returns>The envelope, and the body when the status says there is one.</returns>
    /// <exception cref="JsonException">Not JSON, or cut short.</exception>
    /// <exception cref="UnexpectedShapeException">JSON, but no envelope, or not the expected body.</exception>
    public static Envelope Read<T>(ReadOnlySpan<byte> bytes, bool noDataIsEmpty, BodyReader<T> read, out T? body)
    {
        if (bytes.StartsWith(ByteOrderMark))
        {
            bytes = bytes[ByteOrderMark.Length..];
        }

        body = default;
        var isRead = false;
        var skipped = default(Range?);
        int? status = null;
        string? error = null;

        var reader = new Utf8JsonReader(bytes);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new UnexpectedShapeException("the answer is not an object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("status"u8))
            {
                reader.Read();
                status = JsonNumbers.TryInt64(ref reader, out var number) && number is >= int.MinValue and <= int.MaxValue ? (int)number : null;
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                error = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("body"u8))
            {
                reader.Read();
                if (status == Statuses.Success && !isRead && reader.TokenType == JsonTokenType.StartObject)
                {
                    body = read(ref reader, bytes);
                    isRead = true;
                }
                else
                {
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    skipped = start..(int)reader.BytesConsumed;
                }
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // Anything after the closing brace makes this throw: such an answer was put together from two.
        reader.Read();

        var envelope = new Envelope(status ?? throw new UnexpectedShapeException("the answer has no status"), error, Wait(bytes, skipped));
        if (!isRead && (status == Statuses.Success || (status == Statuses.NoData && noDataIsEmpty)))
        {
            body = ReadApart(status == Statuses.Success && skipped is { } range ? bytes[range] : default, read);
        }

        return envelope;
    }

    /// <summary>A body that came before its status, or that is empty: <c>{}</c>, <c>[]</c>, null and none at all are the same (withings-api.md §1.4).</summary>
    private static T ReadApart<T>(ReadOnlySpan<byte> body, BodyReader<T> read)
    {
        if (body.IsEmpty || body.SequenceEqual("null"u8) || IsEmptyArray(body))
        {
            body = "{}"u8;
        }

        var reader = new Utf8JsonReader(body);
        reader.Read();
        return reader.TokenType == JsonTokenType.StartObject ? read(ref reader, body) : throw new UnexpectedShapeException("the answer's body is not an object");
    }

    private static bool IsEmptyArray(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        return reader.Read() && reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }

    private static TimeSpan? Wait(ReadOnlySpan<byte> bytes, Range? body)
    {
        if (body is not { } range || bytes[range] is not [(byte)'{', ..])
        {
            return null;
        }

        var reader = new Utf8JsonReader(bytes[range]);
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.TryGetProperty("wait_seconds"u8, out var wait) && JsonNumbers.TryDecimal(wait, out var seconds) && seconds is >= 0 and <= 86_400
            ? TimeSpan.FromSeconds((double)seconds)
            : null;
    }
}
