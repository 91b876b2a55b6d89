using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using WithingsSync.Health;

namespace WithingsSync.Storage.Records;

/// <summary>
/// Figures as one JSON object in their order: a number with its exact digits (1.50 stays 1.50), a text as a string (so "5" is not 5).
/// A name may stand twice; a reader that keeps one of them would lose the other, this one does not.
/// </summary>
internal static class MetricsText
{
    public static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static ReadOnlySpan<byte> Write(Metrics metrics)
    {
        var text = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(text, Compact);
        writer.WriteStartObject();
        for (var i = 0; i < metrics.Count; i++)
        {
            var metric = metrics[i];
            if (metric.Number is { } number)
            {
                writer.WriteNumber(metric.Name, number);
            }
            else
            {
                writer.WriteString(metric.Name, metric.Text);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return text.WrittenSpan;
    }

    public static Metrics Read(ReadOnlySpan<byte> text)
    {
        var metrics = new List<Metric>();
        var reader = new Utf8JsonReader(text);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            metrics.Add(reader.TokenType == JsonTokenType.Number ? new(name, reader.GetDecimal(), null) : new(name, null, reader.GetString()));
        }

        return new Metrics(metrics);
    }
}
