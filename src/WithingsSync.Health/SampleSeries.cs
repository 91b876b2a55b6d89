namespace WithingsSync.Health;

/// <summary>One curve: values of one name at given moments, oldest first (unix seconds).</summary>
public sealed record SampleSeries(string Name, IReadOnlyList<long> Times, IReadOnlyList<decimal> Values)
{
    public bool Equals(SampleSeries? other) => other is not null && Name == other.Name && Times.SequenceEqual(other.Times) && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => HashCode.Combine(Name, Times.Count);
}
