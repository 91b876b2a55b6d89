using System.Text;
using WithingsSync.Health;
using WithingsSync.Pipeline.Delivering;
using WithingsSync.Pipeline.Measures;

namespace WithingsSync.Destinations.JsonFile;

/// <summary>
/// Writes the Python tool's JSON document by hand, byte for byte as Python's <c>json.dump(indent=4)</c> lays it out: nothing here needs a
/// serializer, and the measures' fixed text is encoded once.
/// </summary>
internal sealed class UpstreamJson
{
    private static readonly (byte[] Before, byte[] After) BodyMassIndex = Around(new("BMI", "kg/m^2"));
    private static readonly (byte[] Before, byte[] After) HydrationRatio = Around(new("Percent_Hydration", "%"));

    private readonly JsonText _text;
    private readonly LocalKeys _keys;
    private readonly EntryMeasures _measures;
    private readonly Action<Measure, int> _show;
    private readonly Dictionary<(int Type, int Position, int Rank), (byte[] Before, byte[] After)> _fixed = [];
    private bool _isFirstMeasure;
    private int _entries;

    private UpstreamJson(Stream stream, TimeZoneInfo zone, bool withBloodPressure)
    {
        _text = new(stream);
        _keys = new(zone);
        _measures = new(withBloodPressure);
        _show = WriteMeasure;
    }

    /// <summary>Whether any moment has a place in the file.</summary>
    public static bool IsEmpty(Readings readings) => !readings.Moments.Any(new EntryMeasures(readings.WithBloodPressure).Includes);

    /// <returns>How many moments were written.</returns>
    public static int Write(Stream stream, Readings readings, TimeZoneInfo zone)
    {
        var json = new UpstreamJson(stream, zone, readings.WithBloodPressure);
        json.Write(readings);
        return json._entries;
    }

    private void Write(Readings readings)
    {
        var weighing = 0;
        _text.Write("{"u8);
        foreach (var moment in readings.Moments)
        {
            if (_measures.Includes(moment))
            {
                while (weighing < readings.Weighings.Count && readings.Weighings[weighing].MeasuredAt < moment.At)
                {
                    weighing++;
                }

                var isWeighing = weighing < readings.Weighings.Count && readings.Weighings[weighing].MeasuredAt == moment.At;
                WriteEntry(moment, isWeighing ? readings.Weighings[weighing] : null);
            }
        }

        _text.Write(_entries == 0 ? "}"u8 : "\n}"u8);
        _text.Flush();
    }

    private void WriteEntry(Moment moment, Weighing? weighing)
    {
        _text.Write(_entries++ == 0 ? "\n    \""u8 : ",\n    \""u8);
        Span<byte> key = stackalloc byte[32];
        _text.Write(key[..Encoding.ASCII.GetBytes(_keys.Next(moment.At), key)]);
        _text.Write("\": {"u8);
        _isFirstMeasure = true;
        _measures.ForEach(moment, _show);
        WriteDerived(BodyMassIndex, weighing?.BodyMassIndex?.Value, 1);
        WriteDerived(HydrationRatio, weighing?.HydrationRatio?.Value, 2);
        _text.Write("\n    }"u8);
    }

    private void WriteMeasure(Measure measure, int rank)
    {
        var key = (measure.Type, measure.Position ?? BodyPosition.WholeBody, rank);
        if (!_fixed.TryGetValue(key, out var around))
        {
            var label = UpstreamLabels.Of(measure.Type, measure.Position);
            around = Around(rank == 1 ? label : label with { Name = $"{label.Name}_{rank}" });
            _fixed.Add(key, around);
        }

        Span<byte> number = stackalloc byte[UpstreamNumber.MaxLength];
        WriteValue(around, number[..UpstreamNumber.Write(measure.Number, number)]);
    }

    private void WriteDerived((byte[] Before, byte[] After) around, decimal? value, int places)
    {
        if (value is { } known)
        {
            Span<byte> number = stackalloc byte[UpstreamNumber.MaxLength];
            WriteValue(around, number[..UpstreamNumber.Write(known, places, number)]);
        }
    }

    private void WriteValue((byte[] Before, byte[] After) around, ReadOnlySpan<byte> number)
    {
        _text.Write(_isFirstMeasure ? "\n"u8 : ",\n"u8);
        _isFirstMeasure = false;
        _text.Write(around.Before);
        _text.Write(number);
        _text.Write(around.After);
    }

    private static (byte[] Before, byte[] After) Around(UpstreamLabel label) =>
    (
        Encoding.ASCII.GetBytes($"        {JsonText.Quoted(label.Name)}: {{\n            \"Value\": "),
        Encoding.ASCII.GetBytes($",\n            \"Unit\": {JsonText.Quoted(label.Unit)}\n        }}")
    );
}
