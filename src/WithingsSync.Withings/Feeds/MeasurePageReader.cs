using System.Text.Json;
using WithingsSync.Health;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>
/// Reads the body of getmeas straight from its bytes (withings-api.md §4.2): ten years of weigh-ins are one answer of megabytes, and building a
/// document of it first would cost more than everything else in a run (perf/MeasureParsing).
/// </summary>
internal sealed class MeasurePageReader
{
    private readonly TextPool _texts = new();
    private readonly MeasureGroupReader _group;
    private readonly List<HealthRecord> _records = [];

    public MeasurePageReader() => _group = new(_texts);

    public FeedPage Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        string? zone = null;
        var more = false;
        long? offset = null;
        var isListed = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("measuregrps"u8))
            {
                reader.Read();
                isListed = reader.TokenType == JsonTokenType.StartArray;
                ReadGroups(ref reader, source);
            }
            else if (reader.ValueTextEquals("timezone"u8))
            {
                reader.Read();
                zone = WireFields.TryText(ref reader, _texts, out var text) ? text : null;
            }
            else if (reader.ValueTextEquals("more"u8))
            {
                reader.Read();
                more = IsOn(ref reader);
            }
            else if (reader.ValueTextEquals("offset"u8))
            {
                reader.Read();
                offset = JsonNumbers.TryInt64(ref reader, out var number) ? number : null;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        GiveZone(zone);
        return new(_records, more, offset, isListed);
    }

    private void ReadGroups(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new UnexpectedShapeException("measuregrps is not a list");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _records.Add(_group.Read(ref reader, source, _records.Count));
        }
    }

    /// <summary>Groups recorded before 2024 name no zone; then the person's own, which the body names, is the best there is.</summary>
    private void GiveZone(string? zone)
    {
        for (var i = 0; zone is not null && i < _records.Count; i++)
        {
            if (_records[i] is MeasureGroup { TimeZone: null } group)
            {
                _records[i] = group with { TimeZone = zone };
            }
        }
    }

    private static bool IsOn(ref Utf8JsonReader reader)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return Switches.TryRead(value.RootElement, out var isOn) && isOn;
    }
}
