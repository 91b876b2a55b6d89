namespace WithingsSync.Storage.Records.Days;

/// <summary>The texts of a day, each kept once and told by its number from 1 on; 0 is no text (null).</summary>
internal sealed class TextTable
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];

    public IReadOnlyList<string> Texts => _texts;

    public int NumberOf(string? text)
    {
        if (text is null)
        {
            return 0;
        }

        if (!_numbers.TryGetValue(text, out var number))
        {
            _texts.Add(text);
            _numbers.Add(text, number = _texts.Count);
        }

        return number;
    }
}
