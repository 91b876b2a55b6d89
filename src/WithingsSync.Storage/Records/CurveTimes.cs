using System.Text.Json;

namespace WithingsSync.Storage.Records;

/// <summary>The moments that hold for the curves after them, read from a <see cref="CurvesText"/>: evenly spaced, or each said.</summary>
internal sealed class CurveTimes(long start)
{
    private readonly List<long> _said = [];
    private long _from;
    private long _step;
    private bool _even;
    private long[]? _last;

    /// <summary>Reads the object the reader stands at.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        _said.Clear();
        _last = null;
        _even = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("from"u8))
            {
                reader.Read();
                _from = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("step"u8))
            {
                reader.Read();
                _step = reader.GetInt64();
            }
            else
            {
                _even = false;
                ReadSaid(ref reader);
            }
        }
    }

    /// <summary>The moments of a curve of so many values; neighbours share one list.</summary>
    public IReadOnlyList<long> Of(int count)
    {
        if (_last is null)
        {
            _last = new long[_even ? count : _said.Count];
            for (var i = 0; i < _last.Length; i++)
            {
                _last[i] = start + (_even ? _from + (i * _step) : _said[i]);
            }
        }

        return _last;
    }

    private void ReadSaid(ref Utf8JsonReader reader)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            _said.Add(reader.GetInt64());
        }
    }
}
