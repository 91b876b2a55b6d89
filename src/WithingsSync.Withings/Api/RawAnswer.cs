namespace WithingsSync.Withings;

/// <summary>One answer with data, as it came from the wire; never one of the token endpoint.</summary>
/// <param name="Path">For instance <c>/measure</c>.</param>
/// <param name="Action">For instance <c>getmeas</c>.</param>
/// <param name="Body">The whole envelope, valid only during the call that hands it over.</param>
public readonly record struct RawAnswer(string Path, string Action, ReadOnlyMemory<byte> Body);
