using WithingsSync.Health;

namespace WithingsSync.Pipeline.Measures;

/// <summary>The person's height over time: for each moment the last one entered by then, else the first one ever.</summary>
public sealed class Heights
{
    private readonly List<(DateTimeOffset Since, Metres Height)> _entries = [];

    /// <param name="groups">Groups of any time; those without a height are passed over.</param>
    public Heights(IEnumerable<MeasureGroup> groups)
    {
        foreach (var group in groups)
        {
            if (!group.IsObjective && Moment.Value(group, MeasureType.Height) is > 0 and { } height)
            {
                _entries.Add((group.MeasuredAt, new(height)));
            }
        }

        _entries.Sort(static (a, b) => a.Since.CompareTo(b.Since));
    }

    public Metres? At(DateTimeOffset moment)
    {
        if (_entries.Count == 0)
        {
            return null;
        }

        var index = _entries.FindLastIndex(entry => entry.Since <= moment);
        return _entries[Math.Max(index, 0)].Height;
    }
}
