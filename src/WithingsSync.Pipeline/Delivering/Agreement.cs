namespace WithingsSync.Pipeline.Delivering;

/// <summary>How far a copy at a destination shows what a reading says.</summary>
internal enum Agreement
{
    /// <summary>Another weight, another pressure.</summary>
    None,

    /// <summary>The main number is the same for a reader, but some figure is missing or rounded: another tool's copy, or an earlier version.</summary>
    Partly,

    /// <summary>Everything the destination can show is there and the same.</summary>
    Full,
}
