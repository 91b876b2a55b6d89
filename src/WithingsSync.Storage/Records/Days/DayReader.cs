using System.Text;

namespace WithingsSync.Storage.Records.Days;

/// <summary>Reads what a <see cref="DayWriter"/> wrote; content that it cannot have written is an <see cref="InvalidDataException"/>.</summary>
internal sealed class DayReader
{
    private readonly Queue<ColumnReader> _nameless = new();
    private readonly Dictionary<string, ColumnReader> _named = new(StringComparer.Ordinal);

    public DayReader(byte[] content)
    {
        var texts = new List<string>();
        var all = new ColumnReader(content, 0, content.Length, texts);
        Count = all.Count();
        for (var left = all.Count(); left > 0; left--)
        {
            texts.Add(Encoding.UTF8.GetString(all.Bytes(all.Count())));
        }

        for (var left = all.Count(); left > 0; left--)
        {
            _nameless.Enqueue(all.Column());
        }

        for (var left = all.Count(); left > 0; left--)
        {
            _named.Add(all.Name(), all.Column());
        }
    }

    /// <summary>How many records the day holds.</summary>
    public int Count { get; }

    /// <summary>The next nameless column.</summary>
    public ColumnReader Column() => _nameless.TryDequeue(out var column) ? column : throw Missing();

    public ColumnReader Column(string name) => _named.TryGetValue(name, out var column) ? column : throw Missing();

    private static InvalidDataException Missing() => new("The packed day lacks a column.");
}
