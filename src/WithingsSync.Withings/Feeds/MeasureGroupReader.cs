using System.Globalization;
using System.Text.Json;
using WithingsSync.Health;
using WithingsSync.Withings.Api;

namespace WithingsSync.Withings.Feeds;

/// <summary>Reads one measure group (withings-api.md §4.2).</summary>
internal sealed class MeasureGroupReader(TextPool texts)
{
    private readonly ExtraFields _extra = new(texts);
    private readonly MeasureReader _measure = new(texts);
    private readonly List<Measure> _measures = [];

    /// <param name="reader">Stands on the group's opening brace, is left on the closing one.</param>
    /// <param name="index">Which group of the answer it is, for the message when it is none.</param>
    public MeasureGroup Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> source, int index)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Unusable(index, "object");
        }

        long id = 0;
        bool hasId = false, hasDate = false;
        int attribution = 0, category = 1, number;
        int? modelId = null;
        DateTimeOffset date = default, moment;
        DateTimeOffset? created = null, modified = null;
        string? device = null, hash = null, model = null, comment = null, zone = null;
        _measures.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var nameStart = (int)reader.TokenStartIndex;
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("measures"u8) && reader.TokenType == JsonTokenType.StartArray)
            {
                ReadMeasures(ref reader, source);
            }
            else if (name.SequenceEqual("grpid"u8) && JsonNumbers.TryInt64(ref reader, out id))
            {
                hasId = true;
            }
            else if (name.SequenceEqual("date"u8) && WireFields.TryMoment(ref reader, out date))
            {
                hasDate = true;
            }
            else if (name.SequenceEqual("created"u8) && WireFields.TryMoment(ref reader, out moment))
            {
                created = moment;
            }
            else if (name.SequenceEqual("modified"u8) && WireFields.TryMoment(ref reader, out moment))
            {
                modified = moment;
            }
            else if (name.SequenceEqual("attrib"u8) && WireFields.TryInt32(ref reader, out number))
            {
                attribution = number;
            }
            else if (name.SequenceEqual("category"u8) && WireFields.TryInt32(ref reader, out number))
            {
                category = number;
            }
            else if (name.SequenceEqual("modelid"u8) && WireFields.TryInt32(ref reader, out number))
            {
                modelId = number;
            }
            else if (!(name.SequenceEqual("deviceid"u8) && WireFields.TryText(ref reader, texts, out device))
                && !(name.SequenceEqual("hash_deviceid"u8) && WireFields.TryText(ref reader, texts, out hash))
                && !(name.SequenceEqual("model"u8) && WireFields.TryText(ref reader, texts, out model))
                && !(name.SequenceEqual("timezone"u8) && WireFields.TryText(ref reader, texts, out zone))
                && !(name.SequenceEqual("comment"u8) && WireFields.TryText(ref reader, texts, out comment)))
            {
                _extra.Keep(ref reader, source, nameStart);
            }
        }

        if (!hasId || !hasDate)
        {
            throw Unusable(index, hasId ? "date" : "grpid");
        }

        return new MeasureGroup(id, date, _measures.ToArray())
        {
            // Answers from before 2020 know neither.
            CreatedAt = created ?? date,
            ModifiedAt = modified ?? created ?? date,
            Attribution = attribution,
            Category = category,
            DeviceId = device,
            HashDeviceId = hash,
            ModelId = modelId,
            Model = model,
            TimeZone = zone,
            Comment = comment,
            Extra = _extra.Take(),
        };
    }

    private void ReadMeasures(ref Utf8JsonReader reader, ReadOnlySpan<byte> source)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            _measures.Add(_measure.Read(ref reader, source));
        }
    }

    private static UnexpectedShapeException Unusable(int index, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"measuregrps[{index}] has no usable {what}"));
}
