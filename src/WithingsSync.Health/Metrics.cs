using System.Collections;

namespace WithingsSync.Health;

/// <summary>
/// The named figures of one record, in the order and under the names of their source, so that a figure added tomorrow is kept today.
/// Absent and null figures have no entry.
/// </summary>
public sealed class Metrics : IReadOnlyList<Metric>, IEquatable<Metrics>
{
    public static readonly Metrics None = new([]);

    private readonly Metric[] _figures;

    public Metrics(IEnumerable<Metric> figures) => _figures = [.. figures];

    public int Count => _figures.Length;

    public Metric this[int index] => _figures[index];

    /// <summary>The number of that name, or null when it was not measured (or is a text).</summary>
    public decimal? Number(string name) => Find(name)?.Number;

    /// <summary>The text of that name, or null when there is none (or it is a number).</summary>
    public string? Text(string name) => Find(name)?.Text;

    public bool Equals(Metrics? other) => other is not null && _figures.AsSpan().SequenceEqual(other._figures);

    public override bool Equals(object? obj) => Equals(obj as Metrics);

    public override int GetHashCode() => HashCode.Combine(Count, Count == 0 ? default : _figures[0]);

    public IEnumerator<Metric> GetEnumerator() => ((IEnumerable<Metric>)_figures).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Metric? Find(string name)
    {
        foreach (var figure in _figures)
        {
            if (figure.Name == name)
            {
                return figure;
            }
        }

        return null;
    }
}
