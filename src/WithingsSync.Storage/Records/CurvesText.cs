using System.Buffers;
using System.Text.Json;
using WithingsSync.Health;

namespace WithingsSync.Storage.Records;

/// <summary>
/// Curves as one JSON array, small because a night has a hundred segments of five curves: how the moments lie, then each curve that has them, by name and values.
/// <code>[{"from":0,"step":60},"hr",[61,62],"rr",[14,15],{"times":[0,7,60]},"snoring",[0,3,0]]</code>
/// Moments are seconds after the start of the segment; values keep their exact digits.
/// </summary>
internal static class CurvesText
{
    public static ReadOnlySpan<byte> Write(IReadOnlyList<SampleSeries> curves, long start)
    {
        var text = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(text, MetricsText.Compact);
        IReadOnlyList<long>? times = null;
        writer.WriteStartArray();
        foreach (var curve in curves)
        {
            if (curve.Times.Count != curve.Values.Count)
            {
                throw new ArgumentException($"The curve {curve.Name} has {curve.Times.Count} moments and {curve.Values.Count} values.", nameof(curves));
            }

            if (times is null || !Same(times, curve.Times))
            {
                WriteTimes(writer, times = curve.Times, start);
            }

            writer.WriteStringValue(curve.Name);
            writer.WriteStartArray();
            foreach (var value in curve.Values)
            {
                writer.WriteNumberValue(value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.Flush();
        return text.WrittenSpan;
    }

    public static IReadOnlyList<SampleSeries> Read(ReadOnlySpan<byte> text, long start)
    {
        var curves = new List<SampleSeries>();
        var times = new CurveTimes(start);
        var reader = new Utf8JsonReader(text);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                times.Read(ref reader);
            }
            else
            {
                var name = reader.GetString()!;
                var values = ReadValues(ref reader);
                curves.Add(new(name, times.Of(values.Length), values));
            }
        }

        return curves;
    }

    private static decimal[] ReadValues(ref Utf8JsonReader reader)
    {
        var values = new List<decimal>();
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(reader.GetDecimal());
        }

        return [.. values];
    }

    private static void WriteTimes(Utf8JsonWriter writer, IReadOnlyList<long> times, long start)
    {
        writer.WriteStartObject();
        if (EvenStep(times) is { } step)
        {
            writer.WriteNumber("from", times[0] - start);
            writer.WriteNumber("step", step);
        }
        else
        {
            writer.WriteStartArray("times");
            foreach (var time in times)
            {
                writer.WriteNumberValue(time - start);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static long? EvenStep(IReadOnlyList<long> times)
    {
        if (times.Count < 2)
        {
            return null;
        }

        var step = times[1] - times[0];
        for (var i = 2; i < times.Count; i++)
        {
            if (times[i] - times[i - 1] != step)
            {
                return null;
            }
        }

        return step;
    }

    private static bool Same(IReadOnlyList<long> left, IReadOnlyList<long> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (left[i] != right[i])
            {
                return false;
            }
        }

        return true;
    }
}
