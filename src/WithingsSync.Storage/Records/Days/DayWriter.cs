using System.Text;

namespace WithingsSync.Storage.Records.Days;

/// <summary>
/// The content of a <see cref="DayBlob"/>: the records of a day turned from rows into columns, where neighbours resemble each other and so compress well.
/// <list type="number">
/// <item>A varint: how many records.</item>
/// <item>The texts: a varint, how many; of each a varint, its length in bytes, and its UTF-8. Elsewhere a text is its number here, from 1 on; 0 is null.</item>
/// <item>The nameless columns: a varint, how many; of each a varint, its length in bytes, and its values. Which they are, each kind's table says.</item>
/// <item>The named columns (one for each figure or curve): a varint, how many; of each varints, its name's number and its length, and its values.</item>
/// </list>
/// How a value is written says <see cref="ColumnWriter"/>.
/// </summary>
internal sealed class DayWriter(int count)
{
    private readonly TextTable _texts = new();
    private readonly List<ColumnWriter> _nameless = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, ColumnWriter> _named = new(StringComparer.Ordinal);

    /// <summary>A new nameless column; a <see cref="DayReader"/> gives them back in the same order.</summary>
    public ColumnWriter Column()
    {
        var column = new ColumnWriter(_texts);
        _nameless.Add(column);
        return column;
    }

    /// <summary>The column of that name, new at its first value.</summary>
    public ColumnWriter Column(string name)
    {
        if (!_named.TryGetValue(name, out var column))
        {
            _named.Add(name, column = new ColumnWriter(_texts));
            _names.Add(name);
        }

        return column;
    }

    public byte[] Finish()
    {
        var columns = new ColumnWriter(_texts);
        Write(columns, _nameless.Count, i => Write(columns, _nameless[i].Written));
        Write(columns, _names.Count, i =>
        {
            columns.Text(_names[i]);
            Write(columns, _named[_names[i]].Written);
        });

        var head = new ColumnWriter(_texts);
        head.Count(count);
        Write(head, _texts.Texts.Count, i => Write(head, Encoding.UTF8.GetBytes(_texts.Texts[i])));
        return [.. head.Written, .. columns.Written];
    }

    private static void Write(ColumnWriter to, int count, Action<int> one)
    {
        to.Count(count);
        for (var i = 0; i < count; i++)
        {
            one(i);
        }
    }

    private static void Write(ColumnWriter to, ReadOnlySpan<byte> bytes)
    {
        to.Count(bytes.Length);
        to.Bytes(bytes);
    }
}
