using System.Text;

namespace WithingsSync.Withings.Api;

/// <summary>
/// Gives equal texts of one answer one string: device ids, model names and zones repeat in each of ten thousand groups. There are few different
/// ones, so a short list beats a hash table; beyond its end a text is simply made anew.
/// </summary>
internal sealed class TextPool
{
    private const int Most = 32;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<(byte[] Bytes, string Text)> _known = [];

    /// <summary>The string these bytes spell.</summary>
    /// <exception cref="ArgumentException">Not valid UTF-8.</exception>
    public string Get(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < _known.Count; i++)
        {
            if (bytes.SequenceEqual(_known[i].Bytes))
            {
                return _known[i].Text;
            }
        }

        var text = Strict.GetString(bytes);
        if (_known.Count < Most)
        {
            _known.Add((bytes.ToArray(), text));
        }

        return text;
    }
}
