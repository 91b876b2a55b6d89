namespace WithingsSync.Pipeline.Records;

/// <summary>What a write changed; a record that came again unchanged counts in neither.</summary>
public readonly record struct SaveCount(int Added, int Changed)
{
    public static SaveCount operator +(SaveCount left, SaveCount right) => left.Add(right);

    public SaveCount Add(SaveCount other) => new(Added + other.Added, Changed + other.Changed);
}
