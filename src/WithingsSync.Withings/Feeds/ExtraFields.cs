using System.Buffers;
using System.Text.Json;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>Collects, as one JSON object and byte for byte, the fields no property of ours stands for.</summary>
internal sealed class ExtraFields(TextPool texts)
{
    private readonly ArrayBufferWriter<byte> _json = new(64);

    /// <summary>Keeps a field.</summary>
    /// <param name="nameStart">Where its name begins, with the quote.</param>
    /// <param name="reader">Stands on the value, or on its end when that was skipped.</param>
    public void Keep(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, int nameStart)
    {
        reader.Skip();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        _json.Write(_json.WrittenCount == 0 ? "{"u8 : ","u8);
        _json.Write(source[nameStart..(int)reader.BytesConsumed]);
    }

    /// <summary>What was kept, or null; and begins anew.</summary>
    public string? Take()
    {
        if (_json.WrittenCount == 0)
        {
            return null;
        }

        _json.Write("}"u8);
        var text = texts.Get(_json.WrittenSpan);
        _json.ResetWrittenCount();
        return text;
    }
}
